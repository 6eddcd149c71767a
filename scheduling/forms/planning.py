"""Groups and sessions as the programme manager plans them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override

from people.actions.audit import record
from people.models import Person, Role, RoleAssignment
from scheduling.actions.attendance import SessionCancelled, SessionClosed
from scheduling.actions.enrolment import fill_free_seats
from scheduling.actions.sessions import (
    AttendanceRecorded,
    ClockChanges,
    add_blocks,
    announce_change,
    cancel_session,
    check_move,
    move_session,
)
from scheduling.models import Session, TrainingGroup

# An address typed without its beginning is taken for a safe one.
register_form_field_override(models.URLField, override={"assume_scheme": "https"})

_SETTLED = _("The day is closed or cancelled; it can no longer be moved or cancelled.")
_REFUSALS: dict[type[Exception], Any] = {
    SessionClosed: _SETTLED,
    SessionCancelled: _SETTLED,
    AttendanceRecorded: _("Attendance is recorded on this day; it can no longer be moved."),
    ClockChanges: _("Clocks change on this date within the session's hours. Choose another date."),
}


def _trainers() -> forms.ModelMultipleChoiceField:
    holders = RoleAssignment.objects.current().filter(role=Role.TRAINER)
    return forms.ModelMultipleChoiceField(
        label=_("Trainers"),
        queryset=Person.objects.filter(account__role_assignments__in=holders).distinct(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People whose account has the role of trainer."),
    )


class GroupForm(WagtailAdminModelForm):
    """A training group; raising its seats gives them to those first in line."""

    class Meta(WagtailAdminModelForm.Meta):
        model = TrainingGroup
        fields = (
            "cohort",
            "code",
            "name",
            "region",
            "seats",
            "is_open",
            "enrolment_opens_at",
            "enrolment_closes_at",
            "trainers",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainers"] = _trainers()

    def clean_seats(self) -> int:
        """Refuse fewer seats than places already confirmed."""
        seats: int = self.cleaned_data["seats"]
        taken = self.instance.enrolments.seated().count() if self.instance.pk else 0
        if seats < taken:
            raise ValidationError(
                _("Places already confirmed: %(n)s. There cannot be fewer seats."),
                params={"n": taken},
            )
        return seats

    def save(self, commit: bool = True) -> TrainingGroup:
        """Save, leave an audit line, and fill seats that have become free."""
        group: TrainingGroup = super().save(commit)
        if commit:
            changes = {"fields": self.changed_data}
            record(actor=self.for_user, action="group.saved", subject=group, after=changes)
            fill_free_seats(group=group, by=self.for_user)
        return group


class SessionForm(WagtailAdminModelForm):
    """A session. Its blocks follow: made with it, moved with its date, at the usual times."""

    cancel = forms.BooleanField(
        label=_("Cancel the session"),
        required=False,
        help_text=_("Calendars show it as cancelled. This cannot be undone."),
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = Session
        fields = ("day", "date", "groups", "venue", "online_url", "trainers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainers"] = _trainers()
        self.fields["trainers"].label = _("Trainers of this day only")
        self.date_before = self.instance.date
        if self.instance.pk:
            # Blocks hang on the day; another day is another session.
            self.fields["day"].disabled = True
        else:
            del self.fields["cancel"]

    def clean(self) -> dict[str, Any]:
        """Ask whether the session may be moved or called off before anything is saved."""
        cleaned: dict[str, Any] = super().clean()
        date = cleaned.get("date")
        is_cancelling = cleaned.get("cancel", False)
        if self.instance.pk and date and (is_cancelling or date != self.date_before):
            session = Session.objects.get(pk=self.instance.pk)
            try:
                check_move(session=session, date=date)
            except tuple(_REFUSALS) as refusal:
                field = "cancel" if is_cancelling else "date"
                self.add_error(field, _REFUSALS[type(refusal)])
        return cleaned

    def save(self, commit: bool = True) -> Session:
        """Save through the actions, so that identity, sequence, audit and mail are kept."""
        is_new = self.instance.pk is None
        date = self.instance.date
        if not is_new:
            self.instance.date = self.date_before
        session: Session = super().save(commit)
        if not commit:
            return session
        if is_new:
            add_blocks(session=session)
            after = {"day": session.day.code, "date": date.isoformat()}
            record(actor=self.for_user, action="session.planned", subject=session, after=after)
            return session
        if {"venue", "online_url", "groups"} & set(self.changed_data):
            announce_change(session=session, fields=self.changed_data, by=self.for_user)
        if date != self.date_before:
            move_session(session=session, date=date, by=self.for_user)
        if self.cleaned_data.get("cancel"):
            cancel_session(session=session, by=self.for_user)
        session.refresh_from_db()
        return session
