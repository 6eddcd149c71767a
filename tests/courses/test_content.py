"""The content files and the pages made from them."""

import shutil
import tomllib

import pytest
from wagtail.models import Page, Revision

from cms.blocks import ContentBlock
from courses.actions.content import (
    CONTENT,
    ContentFileWrong,
    HomePageMissing,
    load_module_pages,
    read_module_files,
)
from courses.models import ModuleIndexPage, ModulePage
from courses.queries import parts_of, quiz_of
from courses.queries.question_check import problems
from tests.factories import courses

FILES = sorted(CONTENT.glob("M*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["lv", "en"])
def test_content_file_is_complete(path, language):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = content[language]
    assert content["code"] == path.stem
    assert texts["slug"].isascii()
    assert len(texts["summary"]) <= 160
    assert len(texts["outcomes"]) == 3
    assert 350 <= words(texts["parts"]) <= 1300
    kinds = [part["kind"] for part in texts["parts"]]
    assert 4 <= kinds.count("section") <= 6
    assert kinds.count("example") >= 2
    assert kinds.count("tool_card") >= 1
    assert kinds.count("worksheet") in {1, 2}
    assert {"sorting", "matching"} & set(kinds)


def words(parts) -> int:
    teaching = ("section", "example", "callout")
    return sum(len(part["text"].split()) for part in parts if part["kind"] in teaching)


def test_content_files_are_ten_and_well_formed():
    assert [content["code"] for content in read_module_files()] == [
        f"M{n:02d}" for n in range(1, 11)
    ]


def test_correct_answers_do_not_all_stand_in_one_place():
    for content in read_module_files():
        places = {
            [option["correct"] for option in question["options"]].index(True)
            for question in content["lv"]["questions"]
            if question["kind"] == "single"
        }
        assert len(places) > 1, content["code"]


@pytest.fixture
def two_homes(db):
    courses.home("lv")
    courses.home("en")


@pytest.fixture
def two_files(tmp_path):
    for name in ("M01.toml", "M02.toml"):
        shutil.copy(CONTENT / name, tmp_path)
    return tmp_path


def counts():
    models = (ModuleIndexPage, ModulePage, Revision, Page)
    return [model.objects.count() for model in models]


def test_loading_publishes_every_module_in_both_languages(two_homes):
    made = load_module_pages()
    assert len(made) == 20
    for page in ModulePage.objects.all():
        assert page.live
        assert page.live_revision_id == page.latest_revision_id is not None
        assert len(parts_of(page)) >= 6
        assert [problems(question, 3) for question in quiz_of(page)] == [[]] * len(page.quiz)
        assert len(page.quiz) >= page.module.quiz_draw


def test_loading_gives_both_languages_the_same_ids(two_homes, two_files):
    load_module_pages(two_files)
    latvian = ModulePage.objects.get(module__code="M02", locale__language_code="lv")
    english = ModulePage.objects.get(module__code="M02", locale__language_code="en")
    assert latvian.translation_key == english.translation_key
    assert [part.id for part in parts_of(latvian)] == [part.id for part in parts_of(english)]
    assert [outcome.id for outcome in latvian.outcomes] == [one.id for one in english.outcomes]
    assert [_ids(question) for question in quiz_of(latvian)] == [
        _ids(question) for question in quiz_of(english)
    ]
    assert latvian.title != english.title


def test_loading_makes_every_kind_of_part_a_block_in_order(two_homes, two_files):
    load_module_pages(two_files)

    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")

    texts = tomllib.loads((two_files / "M01.toml").read_text())["lv"]["parts"]
    assert [block.block_type for block in page.body] == [part["kind"] for part in texts]
    ContentBlock().clean(page.body)  # an editor could publish it as it is


def _ids(question) -> list[str]:
    members = (question.options, question.follow_up_options, question.pairs, question.items)
    return [question.id, *(member.key for listed in members for member in listed)]


def test_loading_keeps_the_order_of_questions_and_answers(two_homes, two_files):
    load_module_pages(two_files)
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    texts = tomllib.loads((two_files / "M01.toml").read_text())["lv"]["questions"]
    assert [question.text for question in quiz_of(page)] == [one["text"] for one in texts]
    assert [
        [option.text for option in question.options]
        for question in quiz_of(page)
        if question.kind == "single"
    ] == [[option["text"] for option in one["options"]] for one in texts if one["kind"] == "single"]


def test_loading_twice_adds_nothing_and_keeps_the_editors_changes(two_homes, two_files):
    load_module_pages(two_files)
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    page.title = "Redaktora virsraksts"
    page.save_revision().publish()
    before = counts()
    assert load_module_pages(two_files) == []
    assert counts() == before
    page.refresh_from_db()
    assert page.title == "Redaktora virsraksts"


def test_loading_restores_only_the_page_that_is_missing(two_homes, two_files):
    load_module_pages(two_files)
    ModulePage.objects.get(module__code="M01", locale__language_code="en").delete()
    made = load_module_pages(two_files)
    assert [(page.module.code, page.locale.language_code) for page in made] == [("M01", "en")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("correct = true", "correct = false", "exactly one answer"),
        ("[lv.reflection]", "[lv.other]", "'reflection' is missing"),
        ('code = "M01"', 'code = "M77"', "no such module"),
        ('code = "M01"', "code = ", "Invalid value"),
        ("minutes = 45", "minutes = 46", "differ in structure"),
        ('feedback = "', 'feedback = "", kept = "', "needs a text and a feedback"),
        ('tone = "tip"', 'tone = "shout"', "tone: Select a valid choice"),
        ('kind = "steps"', 'kind = "stairs"', "of an unknown kind “stairs”"),
        ('instruction = "', 'instructions = "', "has an unknown entry “instructions”"),
        ("checked_on = 2026-", "checked_on = 2126-", "checked_on: The day of the check"),
        ("lines = ", "lines = 4", "lines: Ensure this value is less than or equal to 20"),
    ],
)
def test_wrong_file_is_named_and_nothing_is_stored(two_homes, two_files, old, new, problem):
    path = two_files / "M01.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    before = counts()
    with pytest.raises(ContentFileWrong, match=rf"M01\.toml: .*{problem}"):
        load_module_pages(two_files)
    assert counts() == before


@pytest.mark.django_db
def test_loading_without_home_page_says_which_language(two_files):
    with pytest.raises(HomePageMissing, match="lv"):
        load_module_pages(two_files)
