"""What a person hands in for a module: the draft, the versions handed in, what became of them."""

from typing import Any
from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.module import Module

MAX_FILES = 3


def private_storage() -> Storage:
    """Return the storage that no address leads to."""
    return storages["private"]


def unguessable_name(_row: Any, _name: str) -> str:
    """Return a name for the stored bytes that says nothing of the file or its owner."""
    name = uuid4().hex
    return f"assignments/{name[:2]}/{name}"


class Assignment(models.Model):
    """One row is one person's assignment in one module: its state and the draft they work on.

    The draft is theirs alone; trainers see the versions. The row is the lock for handing in and
    for the trainers' decisions. accepted is final: nothing is handed in after it.

    Personal data: person, what they wrote and linked to.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Handed in")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("person"),
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("module")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    draft_text = models.TextField(_("text"), blank=True)
    draft_link = models.CharField(_("link"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("draft saved"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module"], name="one_assignment_per_person_and_module"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "accepted"]),
                name="assignment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="assignment_beyond_draft_was_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], decided_at=None)
                | Q(state__in=["returned", "accepted"], decided_at__isnull=False),
                name="assignment_is_decided_when_returned_or_accepted",
            ),
        ]
        indexes = [models.Index(fields=["state", "-submitted_at"], name="assignments_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id} {self.state}"


class AssignmentFile(models.Model):
    """One row is a file the person added, checked by content; its bytes are never changed.

    It is in the draft, in versions handed in, or both; one that is in neither is deleted.

    Personal data: the file, which may hold anything.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="files", verbose_name=_("assignment")
    )
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(storage=private_storage, upload_to=unguessable_name, max_length=100)
    in_draft = models.BooleanField(_("in the draft"), default=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assignment file")
        verbose_name_plural = _("assignment files")

    def __str__(self) -> str:
        return self.name


class AssignmentVersion(models.Model):
    """One row is what was handed in at one time. Rows are added and never changed.

    Personal data: what the person wrote, linked to and added.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="versions", verbose_name=_("assignment")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    files = models.ManyToManyField(
        AssignmentFile, blank=True, related_name="versions", verbose_name=_("files")
    )
    submitted_at = models.DateTimeField(_("handed in"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of an assignment")
        verbose_name_plural = _("versions of assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "number"], name="one_row_per_version_of_an_assignment"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="assignment_versions_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.number}"


class AssignmentDecision(models.Model):
    """One row is a trainer's answer to one version, which has at most one. Never changed.

    Personal data: the trainer, and what they wrote to the person.
    """

    class Outcome(models.TextChoices):
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    version = models.OneToOneField(
        AssignmentVersion,
        on_delete=models.PROTECT,
        related_name="decision",
        verbose_name=_("version"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    feedback = models.TextField(_("feedback"), blank=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("trainer")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("answer to an assignment")
        verbose_name_plural = _("answers to assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["returned", "accepted"]),
                name="assignment_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | ~Q(feedback=""),
                name="assignment_is_returned_with_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.outcome}"
