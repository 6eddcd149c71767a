"""The managers' and editors' screens in Wagtail."""

import pytest
from django.utils.translation import gettext
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import Module, ModulePage


def options(*correct: bool):
    return streamfield_list(
        {"text": f"Atbilde {n}", "correct": "on" if right else "", "feedback": "Tāpēc"}
        for n, right in enumerate(correct)
    )


def streamfield_list(values):
    """A list block as its form sends it."""
    listed = [
        {"value": value, "deleted": "", "order": str(n), "id": "", "type": "item"}
        for n, value in enumerate(values)
    ]
    return {"count": str(len(listed))} | {str(n): one for n, one in enumerate(listed)}


def question(*correct: bool, kind: str = "single", **fields):
    value = {"text": "Jautājums?", "outcome": "1", "options": options(*correct)} | fields
    return kind, value


GOOD = question(True, False)
PAIRS = [{"left": "ā", "right": "Ā"}, {"left": "ē", "right": "Ē"}]
KINDS = {
    "multiple": question(True, True, False, kind="multiple"),
    "true_false": ("true_false", {"text": "?", "outcome": "1", "answer": "", "feedback": "Jo"}),
    "matching": (
        "matching",
        {"text": "?", "outcome": "1", "pairs": streamfield_list(PAIRS), "feedback": "Jo"},
    ),
    "ordering": (
        "ordering",
        {"text": "?", "outcome": "1", "items": streamfield_list(["a", "b"]), "feedback": "Jo"},
    ),
    "numeric": (
        "numeric",
        {
            "text": "?",
            "outcome": "1",
            "answer": "3.5",
            "tolerance": "0",
            "unit": "",
            "feedback": "Jo",
        },
    ),
    "short_text": (
        "short_text",
        {"text": "?", "outcome": "1", "accepted": streamfield_list(["zalktis"]), "feedback": "Jo"},
    ),
    "scenario": (
        "scenario",
        {
            "situation": "Reiz",
            "text": "?",
            "outcome": "1",
            "options": options(True, False),
            "follow_up": "Un?",
            "follow_up_options": options(False, True),
        },
    ),
}


def but(kind: str, **fields):
    return kind, KINDS[kind][1] | fields


def form(page: ModulePage, questions: list, action: str = "action-publish"):
    data = {
        "title": page.title,
        "slug": page.slug,
        "intro": "",
        "module": page.module_id,
        "aim": "Mērķis",
        "outcomes": streamfield([("outcome", "prot")]),
        "body": streamfield(
            [("section", {"heading": "Sadaļa", "text": rich_text("<p>Teksts</p>")})]
        ),
        "quiz": streamfield(questions),
        "activity_title": "Aktivitāte",
        "activity_minutes": "20",
        "activity_text": rich_text("<p>Dariet</p>"),
        "reflection_prompt": "Ko?",
        "comments": inline_formset([]),
        action: "1",
    }
    return nested_form_data(data)


def save(admin, page, questions, action="action-publish"):
    return admin.post(f"/admin/pages/{page.pk}/edit/", form(page, questions, action))


def test_good_quiz_of_every_kind_is_published(admin, page):
    response = save(admin, page, [GOOD, *KINDS.values()])
    assert response.status_code == 302
    page.refresh_from_db()
    assert [block.block_type for block in page.quiz] == ["single", *KINDS]


@pytest.mark.parametrize(
    "bad",
    [
        question(True, True),
        question(False, False),
        question(True),
        question(),
        question(True, False, outcome="2"),
        question(True, False, outcome="0"),
        question(True, False, text=""),
        question(True, True, kind="multiple"),
        question(False, False, kind="multiple"),
        but("true_false", feedback=""),
        but("matching", pairs=streamfield_list(PAIRS[:1])),
        but("matching", pairs=streamfield_list([PAIRS[0], PAIRS[1] | {"right": "Ā"}])),
        but("matching", feedback=""),
        but("ordering", items=streamfield_list(["a", "a"])),
        but("ordering", items=streamfield_list(["a"])),
        but("numeric", answer=""),
        but("numeric", answer="daudz"),
        but("numeric", tolerance="-1"),
        but("short_text", accepted=streamfield_list(["  "])),
        but("short_text", accepted=streamfield_list([])),
        but("scenario", follow_up=""),
        but("scenario", situation=""),
        but("scenario", follow_up_options=options(True, True)),
    ],
)
def test_question_that_cannot_be_asked_is_not_published(admin, page, bad):
    before = page.live_revision_id
    response = save(admin, page, [GOOD] * 5 + [bad])
    assert response.status_code == 200
    [error] = response.context["form"].errors["quiz"].as_data()
    assert list(error.block_errors) == [5]
    page.refresh_from_db()
    assert page.live_revision_id == before


def test_wrong_question_gets_a_sentence_of_its_own(admin, page):
    bad = question(True, True, False)
    response = save(admin, page, [GOOD] * 5 + [bad])
    [error] = response.context["form"].errors["quiz"].as_data()
    assert [one.message for one in error.block_errors[5].non_block_errors.as_data()] == [
        gettext("Mark exactly one answer of this question as correct.")
    ]


@pytest.mark.parametrize("number", [0, 4])
def test_bank_smaller_than_the_draw_is_not_published(admin, page, number):
    response = save(admin, page, [GOOD] * number)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_bank_smaller_than_the_pass_mark_is_not_published_where_all_are_asked(admin, page):
    Module.objects.update(quiz_draw=0)
    assert save(admin, page, [GOOD] * 3).status_code == 200
    assert save(admin, page, [GOOD] * 4).status_code == 302


def test_draft_may_be_incomplete(admin, page):
    response = save(
        admin, page, [question(False, False), question(True, text="")], action="action-save"
    )
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.has_unpublished_changes


URLS = [
    "/admin/snippets/courses/programme/",
    "/admin/snippets/courses/module/",
    "/admin/snippets/courses/programme/?q=digit",
    "/admin/snippets/courses/module/?q=M01",
    "/admin/snippets/courses/module/?requires_reflection=false",
    "/admin/module_pages/",
    "/admin/module_pages/?q=Modulis",
]


@pytest.mark.parametrize("url", URLS)
def test_lists_open_search_and_filter(admin, url):
    response = admin.get(url)
    assert response.status_code == 200
    assert "M01" in response.content.decode() or "programme" in url
