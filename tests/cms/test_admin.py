"""What editors find in the Wagtail admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cms.models import GlossaryPage, GlossaryTerm, GuidelineChapterPage, HomePage, NewsPage
from tests.factories import cms, people

pytestmark = pytest.mark.django_db

ADMIN = "/admin/snippets/cms/glossaryterm/"


@pytest.fixture
def editor(client):
    account = people.user("content_editor")
    account.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                "access_admin",
                "add_glossaryterm",
                "change_glossaryterm",
                "view_glossaryterm",
            ]
        )
    )
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_glossary_is_listed_in_latvian_order_and_searched_by_parts_of_words(editor):
    cms.term("zeme", "earth")
    cms.term("čiekurs", "cone")

    everything = editor.get(ADMIN).content.decode()
    found = editor.get(ADMIN, {"q": "zem"}).content.decode()

    assert everything.index("čiekurs") < everything.index("zeme")
    assert ("zeme" in found, "čiekurs" in found) == (True, False)


@pytest.mark.parametrize("text", ['"', "*", "'", "x" * 5000, "OR"])
def test_glossary_search_answers_whatever_is_typed(editor, text):
    cms.term("zeme", "earth")

    assert editor.get(ADMIN, {"q": text}).status_code == 200


def test_glossary_is_exported(editor):
    cms.term("zeme", "earth")

    response = editor.get(ADMIN, {"export": "csv"})

    body = b"".join(response.streaming_content).decode("utf-8-sig")
    assert body.splitlines()[1].split(",")[1:2] == ["zeme"]


def test_term_is_added_and_a_second_of_its_name_refused(editor):
    values = {
        "identifier": "zeme",
        "term": "zeme",
        "definition": "Skaidrojums.",
        "term_en": "earth",
        "definition_en": "Definition.",
    }
    add = reverse("wagtailsnippets_cms_glossaryterm:add")

    first, second = editor.post(add, values), editor.post(add, values)

    assert (first.status_code, second.status_code) == (302, 200)
    assert GlossaryTerm.objects.count() == 1


def test_each_kind_of_page_has_its_place():
    assert HomePage.max_count_per_parent == 2
    assert GuidelineChapterPage.parent_page_types == ["cms.GuidelineIndexPage"]
    assert NewsPage.parent_page_types == ["cms.NewsIndexPage"]
    assert GlossaryPage.subpage_types == []


def test_admin_carries_our_mark(editor):
    html = editor.get("/admin/").content.decode()

    assert 'href="/static/look/mark.svg"' in html
    assert 'src="/static/look/mark.svg"' in html


def test_superuser_lists_the_root_of_all_pages(client):
    client.force_login(
        people.user(is_superuser=True),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    assert client.get("/admin/pages/").status_code == 200
