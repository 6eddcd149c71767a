"""Publishing: page types, the glossary, editions of the guidelines, the search and what is known of links."""

from cms.models.acceptance import GuidelineAcceptance, GuidelineReminder
from cms.models.base import BasePage, SearchPart
from cms.models.care import CheckReminder, LinkCheck
from cms.models.editions import GuidelineEdition, GuidelineParagraph
from cms.models.faq import FaqPage
from cms.models.glossary import GlossaryPage, GlossaryTerm
from cms.models.guidelines import GuidelineChapterPage, GuidelineIndexPage
from cms.models.home import HomePage
from cms.models.media import LicensedDocument, LicensedImage, LicensedRendition
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.questions import ParagraphQuestion
from cms.models.search import SearchEntry
from cms.models.standard import StandardPage
from cms.models.translation import TranslationCheck

__all__ = [
    "BasePage",
    "CheckReminder",
    "FaqPage",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidelineAcceptance",
    "GuidelineChapterPage",
    "GuidelineEdition",
    "GuidelineIndexPage",
    "GuidelineParagraph",
    "GuidelineReminder",
    "HomePage",
    "LicensedDocument",
    "LicensedImage",
    "LicensedRendition",
    "LinkCheck",
    "NewsIndexPage",
    "NewsPage",
    "ParagraphQuestion",
    "SearchEntry",
    "SearchPart",
    "StandardPage",
    "TranslationCheck",
]
