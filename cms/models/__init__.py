"""Publishing: page types, the glossary, the index of the search and what is known of links."""

from cms.models.base import BasePage, SearchPart
from cms.models.care import CheckReminder, LinkCheck
from cms.models.faq import FaqPage
from cms.models.glossary import GlossaryPage, GlossaryTerm
from cms.models.guidelines import GuidelineChapterPage, GuidelineIndexPage
from cms.models.home import HomePage
from cms.models.media import LicensedDocument, LicensedImage, LicensedRendition
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.search import SearchEntry
from cms.models.standard import StandardPage

__all__ = [
    "BasePage",
    "CheckReminder",
    "FaqPage",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidelineChapterPage",
    "GuidelineIndexPage",
    "HomePage",
    "LicensedDocument",
    "LicensedImage",
    "LicensedRendition",
    "LinkCheck",
    "NewsIndexPage",
    "NewsPage",
    "SearchEntry",
    "SearchPart",
    "StandardPage",
]
