"""Files that editors bring into Wagtail are checked by content as well."""

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import blocks, people
from tests.factories.uploads import archive, file, harmless, office, png_claiming
from tests.people.test_uploads import HTML, SVG

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("saknes", password="x"))
    return client


def upload(client, kind, sent):
    return client.post(f"/admin/{kind}/add/", {"title": "Fails", "file": sent, **blocks.LICENCE})


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.ods", "a.odp", "a.txt"])
def test_a_good_document_is_kept(admin, name):
    assert upload(admin, "documents", harmless(name)).status_code == 302
    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_good_image_is_kept(admin, name):
    assert upload(admin, "images", harmless(name)).status_code == 302
    assert get_image_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.docx", archive([("a", "x")])),
        ("a.docx", office("docx", [("../x", "x")])),
        ("a.docx", office("docx", [("word/vbaProject.bin", "x")])),
        ("a.txt", HTML),
        ("a.exe.pdf", b"%PDF-1.7 %%EOF"),
    ],
)
def test_a_hostile_document_is_refused_with_one_sentence(admin, name, content):
    response = upload(admin, "documents", file(name, content))

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert get_document_model().objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"), [("a.png", SVG), ("a.png", png_claiming(50_000, 50_000)), ("a.jpg", HTML)]
)
def test_a_hostile_image_is_refused_with_one_sentence(admin, name, content):
    response = upload(admin, "images", file(name, content))

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert get_image_model().objects.count() == 0


def test_many_at_once_are_checked_one_by_one(admin):
    sent = {"files[]": file("a.png", png_claiming(50_000, 50_000)), "title": "a"}
    response = admin.post("/admin/images/multiple/add/", sent)

    assert response.json()["success"] is False
    assert get_image_model().objects.count() == 0


def test_a_title_is_changed_without_choosing_the_file_again(admin):
    upload(admin, "documents", harmless("a.pdf"))
    document = get_document_model().objects.get()

    response = admin.post(
        f"/admin/documents/edit/{document.pk}/", {"title": "Cits", **blocks.LICENCE}
    )

    document.refresh_from_db()
    assert (response.status_code, document.title) == (302, "Cits")


def test_an_editor_meets_the_same_check(client):
    load_reference()
    account = people.user()
    assign_role(user=account, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")

    response = upload(client, "documents", file("a.pdf", HTML))

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert get_document_model().objects.count() == 0
