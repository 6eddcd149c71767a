"""Recording what meeting reports say as marks of attendance."""

from collections.abc import Collection, Iterator, Mapping

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import MarkInput, lock, save_marks
from scheduling.models import AttendanceMark, MeetingReport, Session
from scheduling.queries.meetings.review import Cell, MeetingReview, meeting_review

State = MeetingReport.State


class NothingToRecord(Exception):
    """The session has no report."""


class ReviewChanged(Exception):
    """Names, reports or times are not those that the reviewer saw."""


@transaction.atomic
def record_meeting(
    *,
    session: Session,
    by: User,
    version: str,
    absent: Collection[int] = (),
    replace: Mapping[tuple[int, int], int] | None = None,
) -> list[AttendanceMark]:
    """Record what the reports say, in every open block that they tell of; return the new marks.

    Only people somebody was matched with get a mark, and those in ``absent``, of whom the
    reviewer said so. A mark that says something else stays, unless ``replace`` names its block
    and person with the mark that was seen. Doing it twice changes nothing. Raises
    NothingToRecord, ReviewChanged, or what save_marks raises, and changes nothing.
    """
    locked = lock(session)
    review = meeting_review(locked)
    live = [report for report in review.reports if report.state != State.DISCARDED]
    if not live:
        raise NothingToRecord
    if review.version != version:
        raise ReviewChanged
    marks = list(_marks(review, set(absent), replace or {}))
    new = save_marks(session=locked, marks=marks, by=by, source="meeting")
    drafts = [report for report in live if report.state == State.DRAFT]
    if new or drafts:
        now = timezone.now()
        for report in live:
            report.state, report.decided_by, report.decided_at = State.APPLIED.value, by, now
        MeetingReport.objects.bulk_update(live, ["state", "decided_by", "decided_at"])
        record(
            actor=by,
            action="meeting_reports.recorded",
            subject=locked,
            after={
                "reports": [[report.pk, report.sha256] for report in live],
                "marks": [mark.pk for mark in new],
            },
        )
    return new


def _marks(
    review: MeetingReview, absent: set[int], replace: Mapping[tuple[int, int], int]
) -> Iterator[MarkInput]:
    for row in (*review.rows, *(row for row in review.missing if row.person.pk in absent)):
        for cell in row.cells:
            seen = replace.get((cell.block.pk, row.person.pk))
            if cell.is_open and cell.is_told and _is_wanted(cell, seen):
                said = cell.verdict
                yield MarkInput(
                    block_id=cell.block.pk,
                    person_id=row.person.pk,
                    status=said.status,
                    arrived_at=said.arrived_at,
                    left_at=said.left_at,
                )


def _is_wanted(cell: Cell, seen: int | None) -> bool:
    """Whether nothing is marked, or what is marked was seen and is to be replaced."""
    return cell.mark is None or (cell.differs and cell.mark.pk == seen)
