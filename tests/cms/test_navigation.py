"""Menu by role, sections, the language switch and what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.models import StandardPage
from cms.queries import page_key, sections
from tests.factories import cms, people
from tests.factories.cms import home

pytestmark = pytest.mark.django_db


def menu_of(client, path="/en/look/"):
    html = client.get(path).content.decode()
    found = re.search(r'<nav class="menu".*?</nav>', html, re.DOTALL)[0]
    return [words.strip() for words in re.findall(r"<a [^>]*>(.*?)</a>", found)]


def signed_in(client, *roles, person=None):
    client.force_login(
        people.user(*roles, person=person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def test_menu_of_a_visitor_shows_the_sections_there_are(client):
    cms.guidelines("en")

    menu = menu_of(client)

    assert menu[0] == "Home"
    assert "Guidelines" in menu
    assert "News" not in menu
    assert menu[-1] == "Sign in"


def test_menu_of_a_content_editor_leads_to_publishing(client):
    assert "Publishing" in menu_of(signed_in(client, "content_editor"))


def test_menu_of_a_visitor_offers_no_work(client):
    assert {"Publishing", "Dashboard", "People"}.isdisjoint(menu_of(client))


def test_sign_out_is_a_form_and_sign_in_is_gone(client):
    html = signed_in(client).get("/en/look/").content.decode()

    assert '<form method="post" action="/en/logout/"' in html
    assert "Sign in" not in html


def test_section_unpublished_leaves_the_menu(client):
    index = cms.guidelines("en")
    assert "guidelineindexpage" in sections("en")

    index.unpublish()

    assert "guidelineindexpage" not in sections("en")


def test_sections_are_kept_and_forgotten_when_a_page_is_published(settings):
    settings.SECTIONS_KEPT_SECONDS = 60
    index = cms.guidelines("en")
    sections("en")
    with CaptureQueriesContext(connection) as queries:
        assert sections("en")["guidelineindexpage"].url == "/en/vadlinijas/"
    assert len(queries) == 0

    index.slug = "guide"
    index.save_revision().publish()

    assert sections("en")["guidelineindexpage"].url == "/en/guide/"


def test_footer_finds_the_statements_by_their_key(client):
    page = StandardPage(title="Privacy", slug="data", translation_key=page_key("privacy"))
    cms.published(home("en"), page)

    assert '<a href="/en/data/">Privacy</a>' in client.get("/en/look/").content.decode()


def test_language_switch_leads_to_the_same_page(client):
    home("lv")
    html = client.get("/en/search/?q=darbs&page=2").content.decode()

    assert 'href="/lv/search/?q=darbs&amp;page=2" lang="lv"' in html


def test_language_switch_of_a_page_leads_to_its_translation(client):
    lv = cms.standard_page("lv", slug="kontakti")
    cms.standard_page("en", slug="contacts", translation_key=lv.translation_key)

    html = client.get("/lv/kontakti/").content.decode()

    assert 'href="/en/contacts/" lang="en"' in html
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/contacts/"' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/lv/kontakti/">' in html


def test_language_switch_of_an_untranslated_page_leads_home(client):
    cms.standard_page("lv", slug="tikai-latviski")

    html = client.get("/lv/tikai-latviski/").content.decode()

    assert 'href="/en/" lang="en"' in html
    assert '<link rel="alternate" hreflang="en"' not in html


def test_frame_costs_one_query_beside_session_account_and_roles(client):
    home("lv")
    signed_in(client, "programme_manager")
    client.get("/lv/look/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/lv/look/")

    tables = [re.search(r'FROM "(\w+)"', query["sql"])[1] for query in queries]
    assert sorted(tables) == [
        "django_session",
        "people_roleassignment",
        "people_user",
        "wagtailcore_page",
    ]


def test_frame_costs_the_same_however_many_pages_there_are(client):
    counts = []
    for number in (1, 3, 30):
        while Page.objects.count() < number + 4:
            cms.standard_page("en")
        client.get("/en/look/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/look/")
        counts.append(len(queries))

    assert counts == [1, 1, 1]
