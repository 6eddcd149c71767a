"""Publishing: page types, the glossary, editions of the guidelines and what readers make of them."""

from cms.models.acceptance import GuidelineAcceptance, GuidelineReminder
from cms.models.base import BasePage
from cms.models.editions import GuidelineEdition, GuidelineParagraph
from cms.models.glossary import GlossaryPage, GlossaryTerm
from cms.models.guidelines import GuidelineChapterPage, GuidelineIndexPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.questions import ParagraphQuestion
from cms.models.standard import StandardPage

__all__ = [
    "BasePage",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidelineAcceptance",
    "GuidelineChapterPage",
    "GuidelineEdition",
    "GuidelineIndexPage",
    "GuidelineParagraph",
    "GuidelineReminder",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "ParagraphQuestion",
    "StandardPage",
]
