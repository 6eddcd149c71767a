"""Pages of each kind for tests; every one hangs below the home page of its language."""

import datetime as dt
from html import escape
from itertools import count
from typing import Any

from wagtail.models import Page

from cms.actions.editions import publish_edition
from cms.models import (
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    GuidelineChapterPage,
    GuidelineEdition,
    GuidelineIndexPage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)
from tests.factories import courses

_serial = count(1)
BODY = [("section", {"heading": "Virsraksts", "text": "<p>Teksts</p>"})]


def home(language: str = "lv") -> Page:
    """The home page in a language, below which pages are served; the Latvian one is the root."""
    courses.home("lv")
    return courses.home(language)


def published(parent: Page, page: Page) -> Page:
    """The page below its parent, in the parent's language."""
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def standard_page(language: str = "lv", **fields: Any) -> Page:
    n = next(_serial)
    values = {"title": f"Lapa {n}", "slug": f"lapa-{n}", "intro": "Ievads", "body": BODY}
    return published(home(language), StandardPage(**(values | fields)))


def news_index(language: str = "lv") -> Page:
    return published(home(language), NewsIndexPage(title="Jaunumi", slug="jaunumi"))


def news_page(index: Page, **fields: Any) -> Page:
    n = next(_serial)
    values = {
        "title": f"Ziņa {n}",
        "slug": f"zina-{n}",
        "intro": "Īsumā",
        "body": [("text", "<p>Teksts</p>")],
        "published_on": dt.date(2024, 5, 8),
    }
    return published(index, NewsPage(**(values | fields)))


def guidelines(language: str = "lv", chapters: int = 0) -> Page:
    index = published(home(language), GuidelineIndexPage(title="Vadlīnijas", slug="vadlinijas"))
    for n in range(1, chapters + 1):
        chapter(index, title=f"Nodaļa {n}", slug=f"nodala-{n}")
    return index


def chapter(index: Page, **fields: Any) -> Page:
    return published(index, GuidelineChapterPage(**({"intro": "Īsumā", "body": BODY} | fields)))


def rewrite(page: Page, *texts: str, **fields: Any) -> Page:
    """Publish the chapter page in Wagtail with these paragraphs; readers see it with the next edition."""
    page = GuidelineChapterPage.objects.get(pk=page.pk)
    if texts:
        html = "".join(f"<p>{escape(text)}</p>" for text in texts)
        page.body = [("section", {"heading": "Virsraksts", "text": html})]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def edition(kind: str = "minor", **fields: Any) -> GuidelineEdition:
    """The next edition of what the guideline pages hold."""
    values = {"note": "Labots", "note_en": "Mended", "by": None}
    return publish_edition(kind=kind, **(values | fields))


def glossary(language: str = "lv") -> Page:
    return published(home(language), GlossaryPage(title="Termini", slug="termini"))


def term(term: str, term_en: str, **fields: Any) -> GlossaryTerm:
    values = {
        "identifier": f"term-{next(_serial)}",
        "definition": "Skaidrojums.",
        "definition_en": "Definition.",
    }
    return GlossaryTerm.objects.create(term=term, term_en=term_en, **(values | fields))


def faq(language: str = "lv", **questions: str) -> Page:
    """The page of questions and answers with one theme; names of arguments are the questions."""
    items = [{"question": f"{q}?", "answer": f"<p>{a}</p>"} for q, a in questions.items()]
    themes = [("theme", {"title": "Tēma", "questions": items})]
    return published(home(language), FaqPage(title="Jautājumi", slug="jautajumi", themes=themes))
