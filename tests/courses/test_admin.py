"""The managers' and editors' screens in Wagtail."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import Module, ModulePage, Programme
from tests.factories import people


@pytest.fixture
def admin(client, django_user_model, page):
    client.force_login(django_user_model.objects.create_superuser("saknes", password="x"))
    return client


def question(*correct: bool, text: str = "Jautājums?", question_id: str = ""):
    options = [
        {"text": f"Atbilde {n}", "is_correct": "on" if right else "", "feedback": "Tāpēc"}
        for n, right in enumerate(correct)
    ]
    return {"id": question_id, "text": text, "options": inline_formset(options)}


def form(page: ModulePage, questions: list, action: str = "action-publish"):
    data = {
        "title": page.title,
        "slug": page.slug,
        "intro": "",
        "module": page.module_id,
        "aim": "Mērķis",
        "outcomes": streamfield([("outcome", "prot")]),
        "body": streamfield([]) | {},
        "activity_title": "Aktivitāte",
        "activity_minutes": "20",
        "activity_text": rich_text("<p>Dariet</p>"),
        "reflection_prompt": "Ko?",
        "comments": inline_formset([]),
        "questions": inline_formset(questions),
        action: "1",
    }
    data["body"] = streamfield(
        [("section", {"heading": "Sadaļa", "text": rich_text("<p>Teksts</p>")})]
    )
    return nested_form_data(data)


def save(admin, page, questions, action="action-publish"):
    return admin.post(f"/admin/pages/{page.pk}/edit/", form(page, questions, action))


def test_good_quiz_is_published(admin, page):
    response = save(admin, page, [question(True, False) for _ in range(4)])
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.questions.count() == 9


@pytest.mark.parametrize(
    "bad",
    [question(True, True), question(False, False), question(True), question()],
    ids=["two correct", "none correct", "one answer", "no answer"],
)
def test_question_needs_two_answers_of_which_one_is_correct(admin, page, bad):
    before = page.live_revision_id
    response = save(admin, page, [question(True, False) for _ in range(4)] + [bad])
    assert response.status_code == 200
    page.refresh_from_db()
    assert page.live_revision_id == before


def test_quiz_without_questions_is_not_published(admin, page):
    page.questions.all().delete()
    response = save(admin, page, [])
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_quiz_with_fewer_questions_than_the_pass_mark_is_not_published(admin, page):
    page.questions.all().delete()
    response = save(admin, page, [question(True, False)] * 3)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_draft_may_be_incomplete(admin, page):
    response = save(admin, page, [question(False, False)], action="action-save")
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


def test_completion_rule_is_edited(admin, module):
    url = f"/admin/snippets/courses/module/edit/{module.pk}/"
    data = {"areas": "A1", "academic_hours": "4", "pass_mark": "5", "requires_all_parts": "on"}
    assert admin.get(url).status_code == 200
    assert admin.post(url, data).status_code == 302
    module.refresh_from_db()
    assert (module.pass_mark, module.requires_all_parts, module.requires_reflection) == (
        5,
        True,
        False,
    )
    assert admin.post(url, data | {"pass_mark": "0"}).status_code == 200
    assert Module.objects.get(pk=module.pk).pass_mark == 5


def test_rule_of_the_programme_is_edited(admin):
    programme = Programme.objects.get()
    url = f"/admin/snippets/courses/programme/edit/{programme.pk}/"
    values = {
        name: getattr(programme, name) or "x"
        for name in [
            "title",
            "title_en",
            "outcomes",
            "outcomes_en",
            "form",
            "form_en",
            "language",
            "language_en",
            "content",
            "content_en",
            "resources",
            "resources_en",
            "academic_hours",
            "min_modules",
            "grace_minutes",
        ]
    }
    assert admin.post(url, values | {"min_hours_share": "0.9"}).status_code == 302
    programme.refresh_from_db()
    assert str(programme.min_hours_share) == "0.90"
    assert admin.post(url, values | {"min_hours_share": "1.5"}).status_code == 200


def test_only_managers_may_change_rules(db):
    manager = people.user("programme_manager")
    editor = people.user("content_editor")
    for kind in ("programme", "module"):
        assert manager.has_perm(f"courses.change_{kind}")
        assert not editor.has_perm(f"courses.change_{kind}")
        assert not manager.has_perm(f"courses.delete_{kind}")
