"""Loading the texts that ship with the product into Wagtail; what exists is left as it is."""

import json
import tomllib
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import Locale, Page, Site

from cms.actions.editions import MAJOR, publish_edition
from cms.actions.richtext import to_rich_text
from cms.models import (
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    GuidelineChapterPage,
    GuidelineEdition,
    GuidelineIndexPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)
from cms.queries import page_key

Texts = dict[str, Any]

CONTENT = Path(__file__).resolve().parents[1] / "content"
# A home page's slug stands in no address.
_HOME_SLUGS = {"lv": "sakums", "en": "home-en"}


@transaction.atomic
def load_pages() -> int:
    """Make the pages and terms that are missing, in both languages; return how many were made.

    A page is known by the key made from its name, so one that an editor has changed, moved or
    unpublished is neither overwritten nor made again.
    """
    loader = _Loader()
    pages, guidelines, news, faq = map(_read, ("pages", "guidelines", "news", "faq"))
    for language in _HOME_SLUGS:
        texts = pages[language]
        home = loader.home(language, texts["home"])
        loader.guidelines(home, texts["guidelines"], guidelines)
        loader.news(home, texts["news"], news)
        loader.page("glossary", home, GlossaryPage(**_index(texts["glossary"])))
        loader.page("faq", home, FaqPage(**_index(texts["faq"]), themes=_themes(faq[language])))
        for name in ("contacts", "accessibility", "privacy"):
            page = StandardPage(**_index(texts[name]), body=_body(texts[name]["sections"]))
            loader.page(name, home, page)
    _replace_welcome_page()
    if not GuidelineEdition.objects.exists():
        note = guidelines["note"]
        publish_edition(kind=MAJOR, note=note["lv"], note_en=note["en"], by=None)
    return loader.made + _load_terms(_read("glossary")["terms"])


class _Loader:
    """Makes pages that do not exist yet and remembers which do."""

    def __init__(self) -> None:
        self.made = 0
        self.locales = {
            language: Locale.objects.get_or_create(language_code=language)[0]
            for language in _HOME_SLUGS
        }
        rows = Page.objects.values_list("translation_key", "locale_id", "pk")
        self.known: dict[tuple[uuid.UUID, int], int] = {(key, at): pk for key, at, pk in rows}

    def page(self, name: str, parent: Page, page: Page) -> Page:
        """Return the page of that name in the parent's language; publish it if there is none."""
        page.translation_key, page.locale_id = page_key(name), parent.locale_id
        known = self.known.get((page.translation_key, page.locale_id))
        # An editor may have put a page of their own in the place of one they deleted.
        found = Q(pk=known) if known else Q(pk__in=parent.get_children(), slug=page.slug)
        if existing := Page.objects.filter(found).first():
            return existing
        parent.add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
        self.made += 1
        return page

    def home(self, language: str, texts: Texts) -> Page:
        root = Page.get_first_root_node()
        root.locale_id = self.locales[language].pk
        page = HomePage(
            title=texts["title"],
            slug=_HOME_SLUGS[language],
            headline=texts["headline"],
            intro=texts["lead"],
            steps=[("step", dict(step)) for step in texts["steps"]],
        )
        return self.page("home", root, page)

    def guidelines(self, home: Page, texts: Texts, chapters: Texts) -> None:
        index = self.page("guidelines", home, GuidelineIndexPage(**_index(texts)))
        names = tag_names(home.locale.language_code)
        for key, chapter in _linked(chapters, "chapters", home):
            page = GuidelineChapterPage(
                title=chapter["title"],
                slug=chapter["slug"],
                intro=chapter["summary"],
                body=_body(chapter["sections"]),
                easy_body=_body(chapter.get("easy", [])),
            )
            page.tags.set([names[tag] for tag in chapter["tags"]])
            self.page(f"guidelines/{key}", index, page)

    def news(self, home: Page, texts: Texts, items: Texts) -> None:
        index = self.page("news", home, NewsIndexPage(**_index(texts)))
        for key, item in _linked(items, "items", home):
            self.page(
                f"news/{key}",
                index,
                NewsPage(
                    title=item["title"],
                    slug=item["slug"],
                    intro=item["summary"],
                    published_on=item["date"],
                    body=[("text", to_rich_text(item["text"]))],
                ),
            )


def tag_names(language: str) -> dict[str, str]:
    """Return the words of the shared tags in a language, by the key that content files use."""
    return {tag["key"]: tag[language] for tag in _read("tags")["tags"]}


def _read(name: str) -> Texts:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _index(texts: Texts) -> dict[str, str]:
    return {"title": texts["title"], "slug": texts["slug"], "intro": texts["intro"]}


def _body(parts: list[dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [
        ("section", {"heading": part["heading"], "text": to_rich_text(part["text"])})
        for part in parts
    ]


def _themes(texts: Texts) -> str:
    # Both languages share the ids of blocks, so that an answer has the same anchor in both.
    return json.dumps(
        [
            {
                "type": "theme",
                "id": str(page_key(f"faq/{n}")),
                "value": {
                    "title": theme["title"],
                    "questions": [
                        {
                            "type": "item",
                            "id": str(page_key(f"faq/{n}/{m}")),
                            "value": _answer(item),
                        }
                        for m, item in enumerate(theme["questions"])
                    ],
                },
            }
            for n, theme in enumerate(texts["themes"])
        ]
    )


def _answer(item: dict[str, str]) -> dict[str, str]:
    return {"question": item["question"], "answer": to_rich_text(item["answer"])}


def _linked(texts: Texts, name: str, home: Page) -> list[tuple[str, Texts]]:
    """Return the texts of the home page's language, each under the slug of its Latvian original."""
    originals = texts["lv"][name]
    translations = texts[home.locale.language_code][name]
    return [(lv["slug"], own) for lv, own in zip(originals, translations, strict=True)]


def _replace_welcome_page() -> None:
    """Make the Latvian home page the site's root where Wagtail's own first page still is."""
    home = HomePage.objects.get(translation_key=page_key("home"), locale__language_code="lv")
    plain = ContentType.objects.get_for_model(Page)
    welcome = Page.objects.filter(depth=2, content_type=plain, slug="home").first()
    if not Site.objects.exclude(root_page=welcome).exists():
        address = urlsplit(settings.SITE_BASE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname or "localhost",
                "port": address.port or (443 if address.scheme == "https" else 80),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "root_page": home,
            },
        )
    if welcome and welcome.numchild == 0:
        welcome.delete()


def _load_terms(terms: list[Texts]) -> int:
    known = set(GlossaryTerm.objects.values_list("identifier", flat=True))
    missing = [term for term in terms if term["identifier"] not in known]
    for term in missing:
        GlossaryTerm.objects.create(
            identifier=term["identifier"],
            term=term["lv"],
            definition=term["lv_definition"],
            term_en=term["en"],
            definition_en=term["en_definition"],
            synonyms="\n".join(term.get("lv_synonyms", [])),
            synonyms_en="\n".join(term.get("en_synonyms", [])),
            explain_in_place=term.get("explain", True),
        )
    return len(missing)
