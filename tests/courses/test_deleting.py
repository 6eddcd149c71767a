"""What people's progress hangs on cannot be deleted, by whichever way of the admin."""

import pytest
from wagtail.models import Page

from courses.actions.progress import start_module
from courses.models import ModulePage
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import courses, people


@pytest.fixture
def begun(page):
    return start_module(person=people.person(), module=page.module)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("above", [0, 1, 2], ids=["the page", "the catalogue", "the home page"])
def test_page_somebody_started_is_kept(admin, page, begun, above):
    target = [page, page.get_parent(), page.get_parent().get_parent()][above]

    response = admin.post(f"/admin/pages/{target.pk}/delete/", follow=True)

    assert response.status_code == 200
    assert ModulePage.objects.filter(pk=page.pk).exists()
    assert "Nekas nav izdzēsts." in said(response)
    assert page.title in said(response)


def test_pages_chosen_in_a_list_are_kept(client, page, begun):
    load_reference()
    editor = people.user()
    assign_role(user=editor, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(editor)
    other = courses.module_page(page.module.programme.modules.last())

    back = f"/admin/pages/{page.get_parent().pk}/"

    response = client.post(
        f"/admin/bulk/wagtailcore/page/delete/?next={back}&id={page.pk}&id={other.pk}", follow=True
    )

    assert response.status_code == 200
    assert ModulePage.objects.count() == 2
    assert "Nekas nav izdzēsts." in said(response)


def test_page_nobody_started_is_deleted(admin, page, begun):
    other = courses.module_page(page.module.programme.modules.last())

    admin.post(f"/admin/pages/{other.pk}/delete/")

    assert not Page.objects.filter(pk=other.pk).exists()


def test_started_page_may_be_unpublished(admin, page, begun):
    admin.post(f"/admin/pages/{page.pk}/unpublish/")

    assert ModulePage.objects.get(pk=page.pk).live is False
