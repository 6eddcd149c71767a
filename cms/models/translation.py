"""When a page was last brought up to date with the page it translates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationCheck(models.Model):
    """One row says up to which revision of its source a page is translated, and who said so.

    Personal data: the account that marked it.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="translation_check",
        verbose_name=_("translated page"),
    )
    source_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version translated"),
    )
    marked_at = models.DateTimeField(_("marked"), auto_now=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.source_revision_id}"
