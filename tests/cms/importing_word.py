"""What editors do when they import a Word document, for the tests of it."""

from django.test import Client
from wagtail.models import Page

from people.actions.roles import assign_role
from people.models import Role
from tests.factories import people, word
from tests.factories.uploads import file
from tests.factories.word import heading, paragraph, picture, row, table

DOCUMENT = word.document(
    paragraph("Pirms virsraksta."),
    heading("Jauna sadaļa"),
    paragraph("Jauns teksts.", picture("Foto no nometnes")),
    table(row("Loma", "Darbība", is_header=True), row("Rīks", "Aptauja")),
)


def browser_of(role: Role) -> Client:
    account = people.user(username=role.value)
    assign_role(user=account, role=role, by=None)
    browser = Client()
    browser.force_login(account)
    return browser


def upload(browser, page, content=DOCUMENT, name="Vadlīnijas.docx", **extra):
    return browser.post(f"/admin/word/{page.pk}/", {"file": file(name, content)}, **extra)


def previewed(browser, page, content=DOCUMENT) -> str:
    answer = upload(browser, page, content)
    assert answer.status_code == 302
    return answer.headers["Location"]


def confirm(browser, address, page, way="append", revision=None):
    seen = Page.objects.get(pk=page.pk).latest_revision_id if revision is None else revision
    return browser.post(address, {"way": way, "revision": seen}, follow=True)


def draft(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def kinds(page) -> list[str]:
    return [block.block_type for block in draft(page).body]


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]
