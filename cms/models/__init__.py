"""Publishing: page types, the glossary and the texts that stand on every page."""

from cms.models.base import BasePage
from cms.models.glossary import GlossaryPage, GlossaryTerm
from cms.models.guidelines import GuidelineChapterPage, GuidelineIndexPage
from cms.models.home import HomePage
from cms.models.media import LicensedDocument, LicensedImage, LicensedRendition
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.standard import StandardPage
from cms.models.translation import TranslationCheck

__all__ = [
    "BasePage",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidelineChapterPage",
    "GuidelineIndexPage",
    "HomePage",
    "LicensedDocument",
    "LicensedImage",
    "LicensedRendition",
    "NewsIndexPage",
    "NewsPage",
    "StandardPage",
    "TranslationCheck",
]
