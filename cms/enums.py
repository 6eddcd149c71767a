"""What the search tells apart; a source of a higher app takes one of these."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Kinds of things that are found, in the order the filter shows them."""

    MODULE = "module", _("Modules")
    GUIDELINE = "guideline", _("Guidelines")
    FAQ = "faq", _("Questions and answers")
    GLOSSARY = "glossary", _("Glossary")
    NEWS = "news", _("News")
    PAGE = "page", _("Pages")
    NOTE = "note", _("My notes")
