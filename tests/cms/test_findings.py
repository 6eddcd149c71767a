"""What an editor is told about a text that some readers cannot use."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from cms.queries.findings import findings_of
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import cms, people

pytestmark = pytest.mark.django_db


def sentences(text):
    page = cms.standard_page("lv", body=[("text", text)])
    with override("en"):
        return findings_of(page)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p><a href="/x/">šeit</a></p>', ["The link “šeit” does not say where it leads."]),
        ('<p><a href="/x/"><b>Click here</b>.</a></p>', ["The link “Click here.” does not say where it leads."]),
        ('<p><a href="/x/">https://a.example/x</a></p>', ["The link https://a.example/x shows an address instead of words."]),
        ("<h2>A</h2><h4>B</h4>", ["A heading of level 4 follows one of level 2."]),
        ('<embed embedtype="image" id="1" format="left"/>', ["A picture has no description for those who cannot see it."]),
        ("<table><tr><td>1</td></tr></table>", ["A table has no header row."]),
        ("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>", []),
        ('<p><a href="/x/">Mācību grafiks</a></p><h2>A</h2><h3>B</h3><img alt="">', []),
        ("<p>šeit</p>", []),
    ],
)  # fmt: skip
def test_findings_are_sentences(text, found):
    assert sentences(text) == found


@pytest.fixture
def editor(client):
    load_reference()
    account = people.user()
    assign_role(user=account, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_reports_show_what_is_due_and_what_is_broken_and_are_exported(editor):
    cms.standard_page("lv", title="Vecā lapa", checked_on="2020-01-01")
    cms.standard_page("lv", title="Saites", body=[("text", '<p><a href="/lv/nekas/">x</a></p>')])

    due = editor.get(reverse("pages_due")).content.decode()
    broken = editor.get(reverse("link_report")).content.decode()

    assert ("Vecā lapa" in due, "Saites</" in due) == (True, False)
    assert "/lv/nekas/" in broken
    for name in ("pages_due", "link_report"):
        for kind in ("csv", "xlsx"):
            assert editor.get(reverse(name), {"export": kind}).status_code == 200
        assert editor.get(reverse(f"{name}_results")).status_code == 200


def test_the_preview_brings_our_checker_and_the_public_page_does_not(editor):
    page = cms.standard_page("en")

    preview = page.make_preview_request(original_request=editor.get(page.url).wsgi_request)
    with override("en"):
        edit = editor.get(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), headers={"accept-language": "en"}
        ).content.decode()

    assert "wagtail-userbar" in preview.content.decode()
    # The admin shows it in a frame, and the checker's script runs in there.
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "wagtail-userbar" not in editor.get(page.url).content.decode()
    assert '"video-caption": {"error_name": "Video without captions"' in edit


def test_admin_search_for_pages_still_works(editor):
    cms.standard_page("lv", title="Atrodamā lapa")

    html = editor.get(reverse("wagtailadmin_pages:search"), {"q": "atrodamā"}).content.decode()

    assert "Atrodamā lapa" in html
