"""The screens of the admin where the programme, its modules and their rules are kept."""

import pytest
from django.db import IntegrityError, transaction

from courses.models import Module, ModulePage, Programme, ProgrammeDay
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.courses.test_admin import form, question
from tests.factories import courses, people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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


def another_day(programme: Programme) -> ProgrammeDay:
    return ProgrammeDay.objects.create(
        programme=programme, code="K9", position=9, mode="in_person", title="Diena", title_en="Day"
    )


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
            "credit_step",
            "online_min_minutes",
            "lock_hours",
            "dispute_days",
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
