"""The guard of a programme's file: whatever comes is opened whole or refused with a sentence."""

import io
import json
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.validators import TransferRefused, archives, open_archive
from courses.validators.texts import MAX_DEPTH, JsonWrong, read_json
from tests.courses import transfers

SHA = "a" * 64


def small(**extra):
    """A file with nothing wrong in it but that its programme is empty."""
    held = {"programme.json": b"{}", "media.json": b"{}", "manifest.json": b"{}"} | extra
    manifest = {"format": archives.FORMAT, "format_version": 1}
    return transfers.changed(transfers.packed(held), {}, manifest)


def refusal(file, **how):
    with pytest.raises(TransferRefused) as refused, open_archive(io.BytesIO(file), **how):
        pass
    return str(refused.value)


def test_a_good_file_is_opened():
    with open_archive(io.BytesIO(small())) as archive:
        assert archive.records == {"programme.json": {}, "media.json": {}}
        assert archive.media == {}


def test_folders_that_other_programs_write_do_no_harm():
    file = io.BytesIO(small())
    with zipfile.ZipFile(file, "a") as archive:
        archive.mkdir("media")
        archive.mkdir("modules/M01")
    with open_archive(file) as archive:
        assert set(archive.records) == {"programme.json", "media.json"}


def appended(name, data=b"x", **fields):
    file = io.BytesIO(small())
    with zipfile.ZipFile(file, "a") as archive:
        member = zipfile.ZipInfo(name)
        for field, value in fields.items():
            setattr(member, field, value)
        archive.writestr(member, data)
    return file.getvalue()


def encrypted():
    """The file with the flag of encryption set on its first member."""
    raw = bytearray(small())
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    raw[local + 6] |= 1
    raw[central + 8] |= 1
    return bytes(raw)


def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return appended("programme.json", b"{}")


def bomb():
    out = io.BytesIO(small())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"media/{SHA}.pdf", b"\0" * 30_000_000)
    return out.getvalue()


def many():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(archives.MAX_MEMBERS + 1):
            archive.writestr(f"modules/M{n % 999}/lv.json-{n}", b"")
    return out.getvalue()


def long_text():
    return small(**{"modules/M01/lv.json": b'"' + b"ab c" * (archives.MAX_JSON // 4) + b'"'})


def lying():
    """A table of contents that says a member is small."""
    raw = bytearray(small(**{"modules/M01/lv.json": json.dumps("x" * 100_000).encode()}))
    at = raw.rindex(b"modules/M01/lv.json") - 46
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(raw)


HOSTILE = {
    "nothing": (b"", "bojāts"),
    "text": (b"not a zip", "bojāts"),
    "half of it": (small()[:200], "bojāts"),
    "other zip": (transfers.packed({"word/document.xml": b"<x/>"}), "bojāts"),
    "up the tree": (appended("../../etc/passwd"), "ārpus"),
    "inside, then up": (appended("media/../../x.pdf"), "ārpus"),
    "absolute": (appended("/etc/passwd"), "ārpus"),
    "drive": (appended("C:/windows/x"), "ārpus"),
    "backslash": (appended("..\\x"), "ārpus"),
    "NUL in a name": (
        appended("media/x.pdf").replace(b"media/x.pdf", b"media/x\0pdf"),
        "ārpus",
    ),
    "link": (
        appended(f"media/{SHA}.pdf", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16),
        "ārpus",
    ),
    "device": (appended("media.bin", external_attr=(stat.S_IFCHR | 0o777) << 16), "ārpus"),
    "stranger": (appended("readme.txt"), "nevienā eksportā"),
    "svg": (appended(f"media/{SHA}.svg", b"<svg onload=alert(1)>"), "nevienā eksportā"),
    "program": (appended("modules/M01/lv.py"), "nevienā eksportā"),
    "unlisted": (appended("modules/M01/lv.json", b"{}"), "Kontrolsumma"),
    "password": (encrypted(), "parol"),
    "other packing": (appended("modules/M01/lv.json", compress_type=zipfile.ZIP_LZMA), "bojāts"),
    "bomb": (bomb(), "pārāk liel"),
    "many": (many(), "pārāk liel"),
    "long text": (long_text(), "pārāk liel"),
    "lie": (lying(), "bojāts"),
    "newer": (
        transfers.changed(small(), {}, {"format_version": 2}),
        "jaunāk",
    ),
    "no version": (transfers.changed(small(), {}, {"format_version": "1"}), "bojāts"),
    "other format": (transfers.changed(small(), {}, {"format": "scorm"}), "bojāts"),
    "list for manifest": (transfers.packed({"manifest.json": b"[]"}), "bojāts"),
    "no programme": (transfers.changed(small(), {"programme.json": None}), "bojāts"),
    "deep": (small(**{"modules/M01/lv.json": b"[" * 50_000 + b"]" * 50_000}), "pārāk dziļa"),
    "not utf-8": (small(**{"modules/M01/lv.json": b'"\xff"'}), "UTF-8"),
    "twin keys": (small(**{"modules/M01/lv.json": b'{"a": 1, "a": 2}'}), "JSON"),
    "no number": (small(**{"modules/M01/lv.json": b"[NaN]"}), "JSON"),
    "huge number": (small(**{"modules/M01/lv.json": b"9" * 5000}), "JSON"),
    "NUL": (small(**{"modules/M01/lv.json": b'"\\u0000"'}), "nevar saglabāt"),
    "half a character": (small(**{"modules/M01/lv.json": b'["\\ud800"]'}), "nevar saglabāt"),
}


@pytest.mark.parametrize(("file", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_with_a_sentence(file, words):
    said = refusal(file)
    assert words in said
    assert said.endswith(".")
    assert len(said) < 400


def test_two_members_of_one_name_are_refused():
    assert "vienu un to pašu nosaukumu" in refusal(twice())


def test_too_large_a_file_is_refused_before_it_is_opened():
    assert refusal(small(), max_bytes=100) == "Fails ir lielāks par 0 MB."


def test_changed_member_is_refused():
    held = transfers.members(small())
    file = transfers.packed(held | {"programme.json": b'{"code": "cits"}'})
    assert "kontrolsumma" in refusal(file).lower()
    assert "programme.json" in refusal(file)


def test_medium_must_be_named_by_its_own_checksum():
    assert "kontrolsumma" in refusal(small(**{f"media/{SHA}.pdf": b"%PDF-1.7"})).lower()


REFUSED = "refused with a sentence"


def outcome(file):
    """The records handed out, or that there was a sentence instead."""
    try:
        with open_archive(io.BytesIO(file)) as archive:
            return archive.records
    except TransferRefused as refused:
        return REFUSED if str(refused) else None


GOOD = small(**{"modules/M01/lv.json": b'{"title": "x"}'})


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_damage_anywhere_is_refused_or_changes_nothing(changes):
    """Whatever bytes are changed: what is handed out is what was packed, or nothing is."""
    raw = bytearray(GOOD)
    for place, value in changes:
        raw[place] = value
    whole = {"programme.json": {}, "media.json": {}, "modules/M01/lv.json": {"title": "x"}}
    assert outcome(bytes(raw)) in (whole, REFUSED)


# No NUL: what packs them here cannot write it.
NAMES = st.text(
    st.sampled_from("./\\:abM01media-_ ā\n"), min_size=1, max_size=20
) | st.sampled_from(["media/", "modules/", "manifest.json", "modules/M01/lv.json"])


@settings(max_examples=200)
@given(st.lists(NAMES, max_size=5), st.binary(max_size=50))
def test_whatever_is_packed_with_it_nothing_unknown_comes_out(names, data):
    held = {"programme.json": b"{}", "media.json": b"{}"} | dict.fromkeys(names, data)
    held.pop("manifest.json", None)
    file = transfers.changed(
        transfers.packed({"manifest.json": b"{}"} | held),
        {},
        {"format": archives.FORMAT, "format_version": 1},
    )
    known = {"programme.json", "media.json", "modules/M01/lv.json"}
    found = outcome(file)
    assert found == REFUSED or set(found) <= known


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_json_is_read_as_written_or_refused(value):
    try:
        found = read_json(json.dumps(value).encode())
    except JsonWrong as wrong:
        found = value if str(wrong) else None
    assert found == value


def test_depth_is_counted_outside_texts_only():
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert read_json(b'"' + b"[" * 99 + b'"') == "[" * 99
    assert read_json(deep) is not None
    with pytest.raises(JsonWrong):
        read_json(b"[" + deep + b"]")
