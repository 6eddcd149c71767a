"""What a person keeps for themselves while reading: notes and bookmarks."""

import hashlib

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.module import Module

NOTE_LIMIT = 5000


def text_version(text: str) -> str:
    """Return a short sign of the text: equal texts have the same one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class ModuleNote(models.Model):
    """One row is what one person keeps at one part of a module: a note, a bookmark, or both.

    A part is named by its lasting id; its title is kept as it was, for when the version the
    person takes no longer has it. Nobody but the person reads the row: no trainer, no manager, no
    screen of the admin, no line of the audit trail.

    Personal data: person and what they wrote, which may be anything.
    """

    # No usage page of Wagtail's admin may lead from a person or a module to a note.
    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="module_notes",
        verbose_name=_("person"),
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="notes", verbose_name=_("module")
    )
    part = models.CharField(_("part"), max_length=40)
    part_title = models.CharField(_("title of the part"), max_length=200)
    text = models.TextField(_("note"), blank=True)
    is_bookmarked = models.BooleanField(_("bookmarked"), default=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module", "part"], name="one_note_per_person_and_part"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(is_bookmarked=True), name="note_holds_text_or_bookmark"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), NOTE_LIMIT),
                name="note_is_no_longer_than_its_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id} {self.part}"

    @property
    def version(self) -> str:
        """What a form remembers of the text it was filled with."""
        return text_version(self.text)
