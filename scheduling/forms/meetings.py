"""What people send about meeting reports: the file, whose the names are, what to record."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.validators import check_upload
from scheduling.actions.meeting_names import Choice
from scheduling.actions.meetings import MeetingFile
from scheduling.models import MeetingAttendee, MeetingMatch, Session
from scheduling.queries.meetings import read_report
from scheduling.queries.meetings.names import name_key
from scheduling.queries.meetings.review import AttendeeRow, MeetingReview
from scheduling.queries.meetings.tables import MAX_BYTES

NOTE_LIMIT = 300
_LONGEST_TYPED = 400
_REPLACE = re.compile(r"replace-(?P<block>[0-9]{1,18})-(?P<person>[0-9]{1,18})")
_NUMBER = re.compile(r"[0-9]{1,18}")
ASIDE = "aside"
_OTHERS = ("second", "third", "fourth")


class ReportForm(forms.Form):
    """A file to add to the session; it is read as soon as it has passed the check."""

    file = forms.FileField(
        label=_("Attendance report"),
        help_text=_(
            "As Teams, Zoom, Google Meet or Webex wrote it: CSV or XLSX, up to 5 MB, unchanged."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )
    zone = forms.ChoiceField(
        label=_("Times in the file"),
        choices=[
            ("", _("As the file says; otherwise Latvian time")),
            ("utc", _("UTC, two or three hours behind Latvia")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def clean(self) -> dict[str, Any]:
        """Check and read the file; what it holds goes to ``meeting_file``."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None or "zone" not in cleaned:
            return cleaned
        try:
            found = check_upload(upload, extensions=("csv", "xlsx"), max_bytes=MAX_BYTES)
            report = read_report(
                upload.read(),
                found.name.rpartition(".")[2].lower(),
                day=self.session.date,
                local=timezone.get_default_timezone(),
                zone=dt.UTC if cleaned["zone"] == "utc" else None,
            )
        except forms.ValidationError as refused:
            self.add_error("file", refused)
            return cleaned
        cleaned["meeting_file"] = MeetingFile(upload, found.name, found.content_type, report)
        return cleaned


@dataclass
class WaitingLine:
    """A waiting name as the page shows it, with what was typed and what is wrong in it."""

    row: AttendeeRow
    chosen: str = ""
    typed: str = ""
    error: str = ""


def waiting_lines(review: MeetingReview, data: QueryDict | None = None) -> list[WaitingLine]:
    """Return the waiting names with what was chosen of each."""
    lines = [WaitingLine(row) for row in review.waiting]
    if data is None:
        return lines
    for line in lines:
        pk = line.row.attendee.pk
        line.chosen = str(data.get(f"is-{pk}", ""))[:20]
        line.typed = str(data.get(f"who-{pk}", "")).replace("\x00", "")[:_LONGEST_TYPED]
        line.error = _fault(line, review)
    return lines


def _fault(line: WaitingLine, review: MeetingReview) -> str:
    typed = line.typed.strip()
    if typed and line.chosen not in {"", "other"}:
        return str(_("Choose one: a proposal, or the name that you typed."))
    if typed and name_key(typed) not in review.labels:
        return str(_("Nobody of this session has this name. Choose one from the list."))
    if line.chosen == "other" and not typed:
        return str(_("Type whose name it is."))
    return ""


def choices_of(lines: list[WaitingLine], review: MeetingReview) -> list[Choice]:
    """Return what was decided of names without a fault; the others go on waiting."""
    choices = []
    for line in lines:
        person = _person_of(line, review)
        if not line.error and (person is not None or line.chosen == ASIDE):
            aside = line.chosen == ASIDE
            choices.append(Choice(line.row.attendee.pk, person, is_aside=aside))
    return choices


def _person_of(line: WaitingLine, review: MeetingReview) -> int | None:
    if line.typed.strip():
        found = review.labels.get(name_key(line.typed))
        return found.pk if found else None
    return int(line.chosen) if _NUMBER.fullmatch(line.chosen) else None


class NameForm(forms.Form):
    """Whose one name is, and who else sat at the same device."""

    person = forms.ChoiceField(label=_("Whose name it is"), required=False)
    second = forms.ChoiceField(
        label=_("Second person at this device"),
        required=False,
        help_text=_("Only if several people took part together at one screen."),
    )
    third = forms.ChoiceField(label=_("Third person"), required=False)
    fourth = forms.ChoiceField(label=_("Fourth person"), required=False)
    note = forms.CharField(
        label=_("How this is known"),
        required=False,
        max_length=NOTE_LIMIT,
        help_text=_("For example: both were seen on camera and said their names."),
    )

    def __init__(
        self, data: QueryDict | None, *, review: MeetingReview, attendee: MeetingAttendee
    ) -> None:
        self.attendee = attendee
        super().__init__(data, initial=_initial(attendee))
        people = [(str(row.person.pk), row.label) for row in review.everybody]
        fixed = [("", _("not known yet")), (ASIDE, _("nobody of this training"))]
        self.fields["person"].choices = [*fixed, *people]  # type: ignore[attr-defined]  # a choice
        for name in _OTHERS:
            self.fields[name].choices = [("", _("nobody else")), *people]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """Ask for the note where several people share a device."""
        cleaned = super().clean() or {}
        person = cleaned.get("person", "")
        others = [cleaned[name] for name in _OTHERS if cleaned.get(name)]
        others = [pk for pk in dict.fromkeys(others) if pk != person]
        if others and person in {"", ASIDE}:
            self.add_error("person", _("First say whose name it is."))
        if others and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say how it is known that they took part together."))
        return cleaned | {"also": others}

    @property
    def choice(self) -> Choice:
        """What was decided."""
        person = self.cleaned_data["person"]
        is_person = person not in {"", ASIDE}
        return Choice(
            self.attendee.pk,
            int(person) if is_person else None,
            is_aside=person == ASIDE,
            also=tuple(int(pk) for pk in self.cleaned_data["also"]) if is_person else (),
            note=self.cleaned_data["note"],
        )


def _initial(attendee: MeetingAttendee) -> dict[str, Any]:
    matches = list(attendee.matches.all())
    shared = [match for match in matches if match.how == MeetingMatch.How.SHARED]
    main = next((str(match.person_id) for match in matches if match not in shared), "")
    is_aside = attendee.decision == MeetingAttendee.Decision.ASIDE
    others = zip(_OTHERS, (str(match.person_id) for match in shared), strict=False)
    return {
        "person": ASIDE if is_aside else main,
        "note": shared[0].note if shared else "",
        **dict(others),
    }


def read_recording(data: QueryDict) -> dict[str, Any]:
    """Read what is to be recorded beside the matched: who is absent, which marks give way."""
    absent = {int(pk) for pk in data.getlist("absent") if _NUMBER.fullmatch(pk)}
    return {
        "version": str(data.get("version", ""))[:64],
        "absent": absent,
        "replace": _replaced(data),
    }


def _replaced(data: Mapping[str, Any]) -> dict[tuple[int, int], int]:
    found = {}
    for key in data:
        named, mark = _REPLACE.fullmatch(key), str(data[key])
        if named and _NUMBER.fullmatch(mark):
            found[int(named["block"]), int(named["person"])] = int(mark)
    return found
