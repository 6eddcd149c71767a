"""The glossary: terms in both languages on one page."""

from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.enums import Kind
from cms.models.base import BasePage
from people.latvian import sort_key

_SYNONYMS_HELP = _(
    "Other words for the same thing, one per line. The search finds the term by them."
)
_LONG_VOWELS = str.maketrans("ĀĒĪŌŪ", "AEIOU")


class GlossaryPage(BasePage):
    """One row is the glossary page in one language; its terms are GlossaryTerm rows.

    Personal data: none.
    """

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    needs_check = False
    search_kind = Kind.GLOSSARY
    template = "cms/glossary_page.html"

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the terms by first letter, in the order of the page's language."""
        terms = list(GlossaryTerm.objects.all())
        if get_language() == "en":
            terms.sort(key=lambda term: term.term_en.casefold())
        letters = [
            {"letter": letter, "terms": list(group)}
            for letter, group in groupby(terms, key=GlossaryTerm.first_letter)
        ]
        other = "lv" if get_language() == "en" else "en"
        return super().get_context(request, *args, **kwargs) | {
            "letters": letters,
            "other_language": other,
        }


class GlossaryTerm(index.Indexed, models.Model):
    """One row is a concept with its Latvian and English term and definition.

    Personal data: none.
    """

    identifier = models.SlugField(_("identifier"), max_length=60, unique=True)
    term = models.CharField(_("term"), max_length=120)
    definition = models.TextField(_("definition"))
    term_en = models.CharField(_("term in English"), max_length=120)
    definition_en = models.TextField(_("definition in English"))
    synonyms = models.TextField(_("synonyms"), blank=True, help_text=_SYNONYMS_HELP)
    synonyms_en = models.TextField(_("synonyms in English"), blank=True, help_text=_SYNONYMS_HELP)
    explain_in_place = models.BooleanField(
        _("explain in texts"),
        default=True,
        help_text=_("The first mention in a module or chapter opens the definition."),
    )
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)

    search_fields = [
        index.SearchField("term"),
        index.SearchField("term_en"),
        index.AutocompleteField("term"),
        index.AutocompleteField("term_en"),
    ]

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.local_term

    @property
    def local_term(self) -> str:
        return self.term_en if get_language() == "en" else self.term

    @property
    def other_term(self) -> str:
        return self.term if get_language() == "en" else self.term_en

    @property
    def local_definition(self) -> str:
        return self.definition_en if get_language() == "en" else self.definition

    def in_language(self, language: str) -> tuple[str, str, list[str]]:
        """Return name, definition and synonyms in a language."""
        if language == "en":
            return self.term_en, self.definition_en, _lines(self.synonyms_en)
        return self.term, self.definition, _lines(self.synonyms)

    def first_letter(self) -> str:
        """Return the letter the term stands under; a long vowel stands with the short one."""
        return self.local_term[:1].upper().translate(_LONG_VOWELS)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the key by which terms stand in Latvian order."""
        self.sort_key = sort_key(self.term)
        super().save(*args, **kwargs)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
