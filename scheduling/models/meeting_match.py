"""Whose a name in a meeting report is, and the names that reviewers have taught."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.enrolment import Enrolment
from scheduling.models.meeting import MeetingAttendee


class MeetingMatch(models.Model):
    """One row says that a name in a report is a person of the roster.

    A name has one such row; more only where several people sat at one device, and each of those
    says so in a note.

    Personal data: person, and the note.
    """

    wagtail_reference_index_ignore = True

    class How(models.TextChoices):
        NAME = "name", _("by the name")
        SWAPPED = "swapped", _("by the name, surname first")
        EMAIL = "email", _("by the e-mail address")
        ALIAS = "alias", _("by a remembered name")
        REVIEWER = "reviewer", _("by the reviewer")
        SHARED = "shared", _("at the same device")

    attendee = models.ForeignKey(
        MeetingAttendee,
        on_delete=models.CASCADE,
        related_name="matches",
        verbose_name=_("name in a meeting report"),
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="meeting_matches",
        verbose_name=_("person"),
    )
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("match of a name")
        verbose_name_plural = _("matches of names")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "person"], name="one_match_per_name_and_person"
            ),
            models.UniqueConstraint(
                fields=["attendee"],
                condition=~Q(how="shared"),
                name="one_main_match_per_name",
            ),
            models.CheckConstraint(
                condition=~Q(how="shared") | ~Q(note=""), name="sharing_a_device_states_a_note"
            ),
            models.CheckConstraint(
                condition=Q(how__in=["name", "swapped", "email", "alias", "reviewer", "shared"]),
                name="way_of_matching_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.person_id} {self.how}"


class MeetingAliasQuerySet(models.QuerySet["MeetingAlias"]):
    """Remembered names, narrowed by whose they are."""

    def of_trainer(self, person_id: int) -> Self:
        """Keep those of people with a place where the trainer teaches."""
        theirs = Q(group__trainers=person_id) | Q(group__sessions__trainers=person_id)
        places = Enrolment.objects.seated().filter(theirs, person=OuterRef("person"))
        return self.filter(Exists(places))


class MeetingAlias(models.Model):
    """One row is a name under which a person was seen in a meeting, learned from a reviewer.

    Personal data: the name, the person, who confirmed it.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="meeting_aliases",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name shown"), max_length=200)
    key = models.CharField(max_length=200, editable=False)
    learned_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    learned_at = models.DateTimeField(_("confirmed"), auto_now_add=True)

    objects = MeetingAliasQuerySet.as_manager()

    class Meta:
        ordering = ["key", "pk"]
        verbose_name = _("remembered name")
        verbose_name_plural = _("remembered names")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "person"], name="one_row_per_remembered_name_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.name}"
