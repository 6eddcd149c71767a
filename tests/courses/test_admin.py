"""The managers' and editors' screens in Wagtail."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import Module, ModulePage, Programme, ProgrammeDay
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import courses, people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def another_day(programme: Programme) -> ProgrammeDay:
    return ProgrammeDay.objects.create(
        programme=programme, code="K9", position=9, mode="in_person", title="Diena", title_en="Day"
    )


@pytest.fixture
def admin(client, django_user_model, page):
    client.force_login(django_user_model.objects.create_superuser("saknes", password="x"))
    return client


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


RULES = {
    "areas": "A1",
    "academic_hours": "4",
    "requires_all_parts": "on",
    "pass_mark": "3",
    "quiz_draw": "4",
    "shuffle_answers": "on",
    "max_attempts": "2",
    "waiting_minutes": "15",
    "result_rule": "last",
}


def test_rules_of_a_module_are_edited(admin, module):
    url = f"/admin/snippets/courses/module/edit/{module.pk}/"
    assert admin.get(url).status_code == 200
    assert admin.post(url, RULES).status_code == 302
    module.refresh_from_db()
    assert (module.pass_mark, module.quiz_draw, module.max_attempts) == (3, 4, 2)
    assert (module.waiting_minutes, module.result_rule) == (15, "last")
    assert (module.requires_all_parts, module.requires_reflection) == (True, False)


def test_editor_adds_a_module_and_its_place_stays(client, module):
    load_reference()
    editor = people.user()
    assign_role(user=editor, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(editor, backend=BACKEND)
    place = {"programme": module.programme_id, "code": "M11", "day": module.day_id}
    url = "/admin/snippets/courses/module/add/"
    assert "disabled" not in client.get(url).content.decode().partition("id_code")[2][:80]

    assert client.post(url, RULES | place | {"prerequisites": [module.pk]}).status_code == 302

    added = Module.objects.get(code="M11")
    assert (added.day, added.position) == (module.day, 3)
    assert list(added.prerequisites.all()) == [module]


def test_new_page_is_offered_only_modules_without_one(admin, module):
    catalogue = ModulePage.objects.get(module=module).get_parent()
    url = f"/admin/pages/add/courses/modulepage/{catalogue.pk}/"

    offered = admin.get(url).context["form"].fields["module"]

    assert [offered.label_from_instance(one) for one in offered.queryset] == [
        f"{one.code} · {one.day.code} ({one.programme})"
        for one in Module.objects.order_by("position")
        if not one.pages.exists()
    ]
    assert module not in offered.queryset


def test_button_of_the_list_leads_to_the_catalogue_of_its_language(admin, module):
    catalogue = ModulePage.objects.get(module=module).get_parent()
    url = f"/admin/module_pages/choose_parent/?locale={catalogue.locale.language_code}"

    assert admin.get(url).url == f"/admin/pages/add/courses/modulepage/{catalogue.pk}/"


def test_published_page_keeps_its_module(admin, module):
    page = ModulePage.objects.get(module=module)
    other = Module.objects.exclude(pk=module.pk).first()
    data = form(page, [question(True, False) for _ in range(5)]) | {"module": other.pk}

    assert admin.post(f"/admin/pages/{page.pk}/edit/", data).status_code == 302

    page.refresh_from_db()
    assert page.module == module


def test_place_of_a_module_cannot_be_changed(admin, module):
    url = f"/admin/snippets/courses/module/edit/{module.pk}/"
    other = another_day(module.programme)

    assert admin.post(url, RULES | {"code": "M99", "day": other.pk}).status_code == 302

    module.refresh_from_db()
    assert (module.code, module.day.code) == ("M01", "K1")


@pytest.mark.parametrize("code", ["", "m11", "11", "M1111", "M 11", "<script>", "Š11", "M01"])
def test_module_with_an_impossible_code_is_refused(admin, module, code):
    place = {"programme": module.programme_id, "code": code, "day": module.day_id}

    response = admin.post("/admin/snippets/courses/module/add/", RULES | place)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Module.objects.count() == 2


def test_day_and_prerequisites_of_another_programme_are_refused(admin, module):
    other = courses.programme(modules=0, code="cita")
    day = another_day(other)
    place = {"programme": other.pk, "code": "M11"}
    url = "/admin/snippets/courses/module/add/"

    wrong_day = admin.post(url, RULES | place | {"day": module.day_id})
    wrong_module = admin.post(url, RULES | place | {"day": day.pk, "prerequisites": [module.pk]})

    assert list(wrong_day.context["form"].errors) == ["day"]
    assert list(wrong_module.context["form"].errors) == ["prerequisites"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pass_mark", "0"),
        ("pass_mark", "5"),
        ("max_attempts", "0"),
        ("quiz_draw", "6"),  # the published bank has five
        ("quiz_draw", "-1"),
        ("result_rule", "middle"),
        ("waiting_minutes", "-1"),
    ],
)
def test_rule_that_cannot_be_kept_is_refused(admin, module, field, value):
    url = f"/admin/snippets/courses/module/edit/{module.pk}/"
    response = admin.post(url, RULES | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Module.objects.get(pk=module.pk).result_rule == "best"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"pass_mark": 6, "quiz_draw": 5}, "module_pass_mark_within_draw"),
        ({"pass_mark": 0}, "module_pass_mark_within_draw"),
        ({"max_attempts": 0}, "module_allows_an_attempt"),
        ({"result_rule": "old"}, "module_result_rule_is_known"),
    ],
)
def test_database_refuses_impossible_rules(module, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Module.objects.filter(pk=module.pk).update(**values)


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
    assert manager.has_perm("courses.add_module")
    assert editor.has_perm("courses.add_module")
