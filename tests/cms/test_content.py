"""Loading the texts that ship with the product."""

import pytest
from wagtail.models import Page, Site

from cms.actions.content import load_pages
from cms.models import (
    GlossaryTerm,
    GuidelineChapterPage,
    HomePage,
    NewsPage,
    StandardPage,
)
from cms.queries import page_key, sections
from cms.queries.search import find

pytestmark = pytest.mark.django_db


def state_of_all_pages():
    return list(
        Page.objects.order_by("pk").values_list("pk", "path", "title", "live", "latest_revision_id")
    )


def test_load_pages_makes_both_languages_linked():
    load_pages()

    for model in (HomePage, StandardPage, GuidelineChapterPage, NewsPage):
        keys = {
            language: set(
                model.objects.filter(locale__language_code=language).values_list(
                    "translation_key", flat=True
                )
            )
            for language in ("lv", "en")
        }
        assert keys["lv"] == keys["en"] != set()


def test_load_pages_makes_the_latvian_home_page_the_root_and_removes_the_welcome_page(client):
    load_pages()

    site = Site.objects.get()
    assert (site.root_page.locale.language_code, site.is_default_site) == ("lv", True)
    assert Page.objects.filter(depth=2).count() == 2
    assert client.get("/en/guidelines/").status_code == 200
    assert set(sections("lv")) >= {"contacts", "accessibility", "privacy", "glossarypage"}


def test_load_pages_a_second_time_changes_nothing():
    made = load_pages()
    before = state_of_all_pages()

    assert (made > 60, load_pages()) == (True, 0)
    assert state_of_all_pages() == before


def test_load_pages_leaves_what_an_editor_changed_moved_or_hid():
    load_pages()
    page = StandardPage.objects.get(
        translation_key=page_key("contacts"), locale__language_code="lv"
    )
    page.title = "Saziņa"
    page.slug = "sazina"
    page.save_revision().publish()
    hidden = StandardPage.objects.get(
        translation_key=page_key("privacy"), locale__language_code="en"
    )
    hidden.unpublish()
    before = state_of_all_pages()

    assert load_pages() == 0
    assert state_of_all_pages() == before


def test_load_pages_makes_only_what_is_missing():
    load_pages()
    GlossaryTerm.objects.first().delete()
    NewsPage.objects.first().delete()

    assert load_pages() == 2


def test_load_pages_takes_an_editors_page_in_the_place_of_one_they_deleted():
    load_pages()
    old = StandardPage.objects.get(translation_key=page_key("contacts"), locale__language_code="lv")
    parent, slug = old.get_parent(), old.slug
    old.delete()
    parent.refresh_from_db()
    parent.add_child(instance=StandardPage(title="Mana lapa", slug=slug, locale=parent.locale))

    assert load_pages() == 0
    assert StandardPage.objects.filter(slug=slug).count() == 1


def test_loaded_pages_are_found_by_the_search():
    load_pages()

    titles = [entry.title for entry in find("drosibai", language="lv").page]

    assert titles[0] == "Rīki, dati un drošība"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_loaded_page_opens_with_one_heading(client, language):
    load_pages()

    for page in Page.objects.filter(locale__language_code=language, depth__gt=2):
        html = client.get(page.url).content.decode()
        assert html.count("<h1") == 1
        assert f'<html lang="{language}">' in html
