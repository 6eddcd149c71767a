"""Editions of the guidelines: what was published when, and the identity of each paragraph."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class GuidelineEditionQuerySet(models.QuerySet["GuidelineEdition"]):
    """Editions, the newest first."""

    def light(self) -> Self:
        """Leave the frozen content in the database."""
        return self.defer("content")

    def before(self, edition: "GuidelineEdition") -> Self:
        """Keep what was published earlier than the edition."""
        earlier = Q(major=edition.major, minor__lt=edition.minor)
        return self.filter(earlier | Q(major__lt=edition.major))

    def newest(self) -> "GuidelineEdition | None":
        """Return the edition in force, whole."""
        return self.order_by("-major", "-minor").first()


class GuidelineEdition(models.Model):
    """One row is a published version of the guidelines, frozen whole in both languages.

    A major edition ("2.0") asks every municipality to accept it anew; a minor one ("2.1") does
    not. Nothing in a row is changed after it was made.

    Personal data: the account that published it.
    """

    major = models.PositiveSmallIntegerField(_("major number"))
    minor = models.PositiveSmallIntegerField(_("minor number"))
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    note = models.TextField(_("what has changed, in Latvian"))
    note_en = models.TextField(_("what has changed, in English"))
    content: Any = models.JSONField(_("frozen content"))
    sha256 = models.CharField(_("checksum"), max_length=64)

    objects = GuidelineEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-major", "-minor"]
        verbose_name = _("edition of the guidelines")
        verbose_name_plural = _("editions of the guidelines")
        constraints = [
            models.UniqueConstraint(fields=["major", "minor"], name="one_edition_per_number"),
            models.CheckConstraint(condition=Q(major__gte=1), name="edition_begins_at_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def is_major(self) -> bool:
        return self.minor == 0

    @property
    def local_note(self) -> str:
        return self.note_en if get_language() == "en" else self.note


class GuidelineParagraph(models.Model):
    """One row is the lasting identity of a paragraph in one language: its anchor is "p" and serial.

    Its words are in the editions. A paragraph that was taken out keeps its row, so that its serial
    is never given to another one, whatever the language.

    Personal data: none.
    """

    language = models.CharField(_("language"), max_length=2, choices=[("lv", "lv"), ("en", "en")])
    serial = models.PositiveIntegerField(_("number of the anchor"), unique=True)
    since = models.ForeignKey(
        GuidelineEdition,
        on_delete=models.PROTECT,
        related_name="paragraphs_begun",
        verbose_name=_("first edition with it"),
    )
    removed_in = models.ForeignKey(
        GuidelineEdition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paragraphs_removed",
        verbose_name=_("first edition without it"),
    )
    last_chapter = models.UUIDField(_("chapter it was taken out of"), null=True, blank=True)
    last_number = models.CharField(_("its last number"), max_length=20, blank=True)

    class Meta:
        ordering = ["serial"]
        verbose_name = _("paragraph of the guidelines")
        verbose_name_plural = _("paragraphs of the guidelines")
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_in=None, last_chapter=None, last_number="")
                | (Q(removed_in__isnull=False, last_chapter__isnull=False) & ~Q(last_number="")),
                name="removed_paragraph_has_its_last_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.anchor}"

    @property
    def anchor(self) -> str:
        return f"p{self.serial}"
