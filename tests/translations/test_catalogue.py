"""The Latvian catalogue is complete, compiled and in step with the code."""

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

CATALOGUE = settings.LOCALE_PATHS[0] / "lv" / "LC_MESSAGES" / "django.po"
WAGTAIL = settings.LOCALE_PATHS[1] / "lv" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_every_string_is_translated(catalogue):
    missing = [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy]

    assert missing == []


def test_plurals_have_all_three_latvian_forms(catalogue):
    short = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural
        and (len(entry.msgstr_plural) != 3 or not all(entry.msgstr_plural.values()))
    ]

    assert short == []


def test_translations_keep_their_placeholders(catalogue):
    wrong = []
    for entry in catalogue:
        expected = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and not set(PLACEHOLDER.findall(text)) <= expected:
                wrong.append(entry.msgid)
    assert wrong == []


def test_compiled_catalogue_is_in_step(catalogue, tmp_path):
    catalogue.save_as_mofile(str(tmp_path / "fresh.mo"))
    fresh = {e.msgid: (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(tmp_path / "fresh.mo"))}
    compiled = {
        e.msgid: (e.msgstr, e.msgstr_plural)
        for e in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }

    assert compiled == fresh


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs GNU gettext; CI installs it")
def test_catalogue_holds_exactly_the_strings_of_the_code(catalogue, tmp_path, monkeypatch):
    root = Path(settings.ROOT)
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    copy = tmp_path / "copy"
    for name in files:
        if name.endswith((".py", ".html", ".txt")) and not name.startswith("tests/"):
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((root / name).read_bytes())
    locale = copy / "lms" / "locale"
    locale.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(copy)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [str(locale)])

    call_command("makemessages", locale=["lv"], no_location=True, no_obsolete=True, verbosity=0)

    collected = polib.pofile(str(locale / "lv" / "LC_MESSAGES" / "django.po"))
    assert {entry.msgid for entry in collected} == {entry.msgid for entry in catalogue}


def test_the_product_words_no_string_of_wagtail_anew(catalogue):
    """The product's catalogue comes first: a word of its own would change Wagtail's menus too."""
    ours = {(one.msgctxt, one.msgid): one.msgstr for one in catalogue if not one.obsolete}
    changed = {
        one.msgid: (one.msgstr, ours[one.msgctxt, one.msgid])
        for one in polib.pofile(str(WAGTAIL))
        if ours.get((one.msgctxt, one.msgid), one.msgstr) != one.msgstr
    }
    assert changed == {}
