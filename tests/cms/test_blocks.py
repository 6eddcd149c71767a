"""Every block: what it refuses, with which sentence, and that hostile values stay harmless."""

import copy
import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.admin.rich_text import get_rich_text_editor_widget

from cms.blocks import ContentBlock, sample_blocks
from cms.blocks.base import RICH_TEXT_FEATURES
from tests.factories import blocks

pytestmark = pytest.mark.django_db
STREAM = ContentBlock()
NAMES = list(STREAM.child_blocks)
RICH = {"text", "transcript", "instructions"}
KEPT = {*RICH, "tone", "type", "address", "checked_on"}
HOSTILE = '"><script>alert(1)</script><svg onload=alert(2)>'


def value_of(name, **changes):
    value = copy.deepcopy(blocks.values()[name])
    return value | changes if changes else value


def cleaned(name, value):
    block = STREAM.child_blocks[name]
    return block.clean(block.to_python(value))


def sentences(wrong) -> list[str]:
    """Every sentence of an error of nested blocks."""
    if not isinstance(wrong, ValidationError):
        inner = wrong.values() if isinstance(wrong, dict) else [wrong.get(k) for k in wrong]
        return [sentence for error in inner for sentence in sentences(error)]
    nested = getattr(wrong, "block_errors", None) or getattr(wrong, "cell_errors", None) or {}
    members = nested.values() if isinstance(nested, dict) else [e for e in nested if e]
    found = [sentence for error in members for sentence in sentences(error)]
    found += [str(sentence) for sentence in getattr(wrong, "non_block_errors", None) or []]
    return found or list(wrong.messages)


def refusal(name, value) -> list[str]:
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            cleaned(name, value)
        return sentences(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_block_filled_in_by_an_editor_is_accepted_and_drawn(name):
    value = value_of(name)

    block = STREAM.child_blocks[name]
    html = block.render(cleaned(name, value))

    assert len(html) > 40
    assert block.get_searchable_content(block.to_python(value)) or name in {"image", "file"}


@pytest.mark.parametrize("name", NAMES)
def test_a_block_left_empty_is_refused_but_may_be_kept_as_a_draft(name):
    block = STREAM.child_blocks[name]
    empty = block.to_python("" if name == "text" else {} if name != "table" else None)

    with pytest.raises(ValidationError):
        block.clean(empty)
    if name not in {"steps", "accordion", "sorting", "matching", "worksheet"}:
        block.clean_deferred(empty)
        assert not block.is_deferred_validation


def planted(value, key=""):
    """The value with the hostile text in every plain field."""
    if isinstance(value, dict):
        return {name: planted(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [planted(member, key) for member in value]
    return f"{HOSTILE}{id(value)}" if isinstance(value, str) and key not in KEPT else value


@pytest.mark.parametrize("name", [name for name in NAMES if name != "text"])
def test_scripts_in_every_plain_field_are_only_words(name):
    value = value_of(name)

    block = STREAM.child_blocks[name]
    html = block.render(block.to_python(planted(value)))

    plain = re.sub(r'<script type="module" src="[^"]+"></script>', "", html)
    assert "<script" not in plain
    assert "<svg onload" not in plain
    assert not re.search(r"\son\w+=", re.sub(r"&[a-z#0-9]+;[^<]*", "", plain))


def content_state(text, entity=None):
    block = {
        "key": "a",
        "type": "unstyled",
        "depth": 0,
        "text": text,
        "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 4, "key": 0}] if entity else [],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x"]
)
def test_running_text_keeps_no_script_and_no_script_link(address):
    widget = get_rich_text_editor_widget(features=RICH_TEXT_FEATURES)
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}

    stored = widget.value_from_datadict({"text": content_state(HOSTILE, link)}, {}, "text")

    assert "<script" not in stored
    assert "<svg" not in stored
    assert address.split(":")[0] + ":" not in stored


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://vimeo.com/1", "vimeo.com"),
        ("https://VIMEO.com/1", "vimeo.com"),
        ("http://vimeo.com/1", ""),
        ("https://vimeo.com.evil.example/1", ""),
        ("https://vimeo.com@evil.example/1", ""),
        ("https://user:pass@vimeo.com/1", ""),
        ("https://vimeo.com:8443/1", ""),
        ("javascript://vimeo.com/%0aalert(1)", ""),
        ("data:text/html,vimeo.com", ""),
        ("https://127.0.0.1/", ""),
        ("https://[::1/", ""),
    ],
)
def test_only_listed_video_sites_are_linked(address, host):
    value = value_of("video", file=None, captions=None, has_captions=True, address=address)

    html = STREAM.child_blocks["video"].render(STREAM.child_blocks["video"].to_python(value))

    assert (f"Opens on {host}" in translated(html)) is bool(host)
    assert (address in html) is bool(host)
    if not host:
        assert refusal("video", value)


def translated(html: str) -> str:
    return html.replace("Tiks atvērta vietne", "Opens on")


def test_an_outside_video_is_a_link_and_nothing_is_loaded_from_it():
    value = value_of("video", file=None, captions=None, has_captions=True)
    value["address"] = "https://www.youtube.com/watch?v=1"

    with override("en"):
        html = STREAM.child_blocks["video"].render(cleaned("video", value))

    assert "Opens on www.youtube.com, which may store data about you." in html
    assert re.findall(r"<(iframe|video|img|script|embed|object)", html) == []
    assert re.findall(r"https://[^\"<]+", html) == ["https://www.youtube.com/watch?v=1"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file": None}, "Choose a video file or write an address, one of the two."),
        (
            {"address": "https://vimeo.com/1"},
            "Choose a video file or write an address, one of the two.",
        ),
        ({"captions": None}, "A video of our own needs captions."),
        ({"transcript": ""}, "This field is required."),
        (
            {"file": None, "address": "https://vimeo.com/1", "has_captions": False},
            "Link only videos that have captions.",
        ),
    ],
)
def test_a_video_needs_captions_and_a_transcript(changes, sentence):
    assert refusal("video", value_of("video", **changes)) == [sentence]


def test_a_video_is_a_video_file_with_a_licence():
    other, bare = blocks.document("pdf"), blocks.document("mp4", source=" ")

    assert refusal("video", value_of("video", file=other.pk)) == [
        "A video is an .mp4 or .webm file."
    ]
    assert refusal("video", value_of("video", captions=other.pk)) == ["Captions are a .vtt file."]
    assert refusal("video", value_of("video", file=bare.pk)) == [
        "Author, licence or source of this file is missing. Fill them in at the file."
    ]


def test_a_recording_needs_the_right_file_and_a_transcript():
    assert refusal("audio", value_of("audio", file=blocks.document("pdf").pk)) == [
        "A recording is an .mp3, .m4a, .ogg or .wav file."
    ]
    assert refusal("audio", value_of("audio", transcript="")) == ["This field is required."]


@pytest.mark.parametrize("missing", ["author", "licence", "source"])
def test_images_and_files_need_author_licence_and_source(missing):
    sentence = ["Author, licence or source of this file is missing. Fill them in at the file."]
    bare_image, bare_file = blocks.image(**{missing: ""}), blocks.document(**{missing: ""})

    assert refusal("image", value_of("image", image=bare_image.pk)) == sentence
    assert refusal("file", value_of("file", file=bare_file.pk)) == sentence


def test_an_image_is_described_or_marked_as_decoration():
    sentence = "Describe the image, or mark it as decoration."
    assert refusal("image", value_of("image", alt_text=" ")) == [sentence]

    html = STREAM.child_blocks["image"].render(
        cleaned("image", value_of("image", alt_text="", is_decorative=True))
    )

    assert 'alt=""' in html
    assert "CC BY 4.0" in html


def test_a_source_is_linked_only_if_it_is_a_web_address():
    hostile = blocks.image(source="javascript:alert(1)")

    html = STREAM.child_blocks["image"].render(
        cleaned("image", value_of("image", image=hostile.pk))
    )

    assert "href" not in html


def table(columns, rows, caption="Salīdzinājums", cell="x"):
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": f"K{n}"} for n in range(columns)],
        "rows": [{"values": [cell] * columns} for _ in range(rows)],
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (table(9, 1), "A table may have at most 8 columns and 60 rows."),
        (table(2, 61), "A table may have at most 8 columns and 60 rows."),
        (
            table(2, 1, caption="x" * 301),
            "The caption or a column heading of the table is too long.",
        ),
        (table(2, 1, caption=" "), "Write a caption: it says what the table shows."),
        (table(1, 1), "A table needs at least two columns and one row."),
        (table(2, 0), "A table needs at least two columns and one row."),
        (
            table(2, 1) | {"columns": [{"type": "text", "heading": h} for h in ("a", " ")]},
            "Every column of the table needs a heading.",
        ),
        (
            table(2, 1, cell="x" * 601),
            "Ensure this value has at most 600 characters (it has 601).",
        ),
    ],
)
def test_a_table_has_a_caption_headings_and_a_size(value, sentence):
    assert sentence in refusal("table", value)


def test_a_draft_table_may_lack_its_caption_but_not_be_huge():
    block = STREAM.child_blocks["table"]

    block.clean_deferred(block.to_python(table(2, 1, caption="")))
    with pytest.raises(ValidationError):
        block.clean_deferred(block.to_python(table(2, 61)))


def test_the_day_of_a_check_is_not_in_the_future():
    tomorrow = (dt.date.today() + dt.timedelta(days=2)).isoformat()
    assert refusal("tool_card", value_of("tool_card", checked_on=tomorrow)) == [
        "The day of the check cannot be in the future."
    ]


def groups(*members):
    return [{"name": f"G{n}", "entries": list(entries)} for n, entries in enumerate(members)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (groups(["a"], ["A "]), "All groups and all entries must differ from each other."),
        (
            [{"name": "G", "entries": ["a"]}, {"name": "g", "entries": ["b"]}],
            "All groups and all entries must differ from each other.",
        ),
        (
            groups(*[[f"{g}{n}" for n in range(6)] for g in "abc"]),
            "An exercise may have at most 16 entries.",
        ),
        (groups(["a"]), "The minimum number of items is 2"),
    ],
)
def test_a_sorting_exercise_can_be_told_apart(wrong, sentence):
    assert refusal("sorting", value_of("sorting", groups=wrong)) == [sentence]


def test_a_matching_exercise_has_different_sides():
    pairs = [{"left": "a", "right": "x"}, {"left": "b", "right": "X"}]
    assert refusal("matching", value_of("matching", pairs=pairs)) == [
        "All left sides and all right sides must differ from each other."
    ]


def test_an_exercise_shows_its_choices_in_an_order_that_gives_nothing_away():
    pairs = [{"left": "1", "right": "žagata"}, {"left": "2", "right": "āpsis"}]
    value = STREAM.child_blocks["matching"].to_python(value_of("matching", pairs=pairs))
    sorting = STREAM.child_blocks["sorting"].to_python(
        value_of("sorting", groups=groups(["žagata", "bebrs"], ["āpsis"]))
    )

    assert value.choices == ["āpsis", "žagata"]
    assert value.tasks == [("1", "žagata"), ("2", "āpsis")]
    assert sorting.tasks == [("āpsis", "G1"), ("bebrs", "G0"), ("žagata", "G0")]


@pytest.mark.parametrize(
    "field",
    [
        {"type": "lines", "value": {"prompt": "?", "lines": 21}},
        {"type": "lines", "value": {"prompt": "?", "lines": -1}},
        {"type": "table", "value": {"prompt": "?", "columns": ["a"], "rows": 1000}},
        {"type": "checklist", "value": {"prompt": "?", "entries": []}},
        {"type": "checklist", "value": {"prompt": "?", "entries": ["x"] * 21}},
    ],
)
def test_a_worksheet_has_fields_of_a_sensible_size(field):
    assert len(refusal("worksheet", value_of("worksheet", fields=[field]))) == 1


def test_a_worksheet_without_fields_is_refused():
    assert refusal("worksheet", value_of("worksheet", fields=[])) == [
        "The minimum number of items is 1"
    ]


@pytest.mark.parametrize("tone", ["tip", "warning", "important"])
def test_a_callout_says_its_tone_in_a_word(tone):
    words = {"tip": "Tip", "warning": "Warning", "important": "Important"}
    block = STREAM.child_blocks["callout"]

    with override("en"):
        html = block.render(cleaned("callout", value_of("callout", tone=tone)))

    assert f"</svg>{words[tone]}</p>" in html


def test_editors_see_samples_of_what_needs_no_file_in_their_language():
    with override("lv"):
        latvian = [str(bound.block.render(bound.value)) for bound in sample_blocks()]
    with override("en"):
        english = [str(bound.block.render(bound.value)) for bound in sample_blocks()]

    assert len(latvian) == len(NAMES) - 3
    assert all(lv != en for lv, en in zip(latvian, english, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_a_group_an_icon_and_a_label(name):
    block = STREAM.child_blocks[name]

    assert block.meta.group
    assert block.meta.icon != "placeholder"
    with override("lv"):
        assert str(block.label) != block.name
