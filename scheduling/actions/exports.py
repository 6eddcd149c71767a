"""Leaving a line in the audit trail when personal data leaves the platform as a file."""

from people.actions.audit import record
from people.models import User
from scheduling.models import TrainingGroup


def record_export(*, group: TrainingGroup, form: str, rows: int, by: User) -> None:
    """Note that somebody took the group's attendance as a file, and how many rows it had."""
    record(
        actor=by, action="attendance.exported", subject=group, after={"form": form, "rows": rows}
    )
