"""Adding attendance exports to an online session, and discarding one that does not belong."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from courses.models import ProgrammeDay
from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import SessionCancelled, lock
from scheduling.models import MeetingAttendee, MeetingMatch, MeetingReport, Session
from scheduling.queries.meetings import ParsedAttendee, ParsedReport
from scheduling.queries.meetings.matching import Directory, Found
from scheduling.queries.meetings.names import name_key
from scheduling.queries.meetings.review import directory_of
from scheduling.queries.meetings.spans import stored
from scheduling.queries.roster import people_of

MAX_REPORTS = 20
Decision = MeetingAttendee.Decision


class MeetingFile(NamedTuple):
    """A file that has passed the check of uploads and has been read."""

    content: File
    name: str
    content_type: str
    report: ParsedReport


class NotOnline(Exception):
    """The session is in person: no meeting reports on it."""


class AlreadyAdded(Exception):
    """The session has this very file."""


class TooManyReports(Exception):
    """The session has as many reports as it may."""


class ReportIsEvidence(Exception):
    """Marks rest on the report, or it is discarded already: it stays as it is."""


def add_report(*, session: Session, file: MeetingFile, by: User) -> MeetingReport:
    """Keep the file, and the names in it, matched as far as that is certain.

    Raises NotOnline, SessionCancelled, AlreadyAdded or TooManyReports and keeps nothing.
    """
    digest = _digest(file.content)
    report = MeetingReport(
        session=session,
        name=file.name,
        content_type=file.content_type,
        size=file.content.size,
        sha256=digest,
        product=file.report.product,
        unreadable_rows=file.report.unreadable,
        rows_of_other_days=file.report.elsewhere,
        uploaded_by=by,
    )
    try:
        with transaction.atomic():
            _refuse(lock(session), digest)
            report.stored.save(file.name, file.content, save=True)
            _keep_names(report, file.report.attendees)
            record(
                actor=by,
                action="meeting_report.added",
                subject=report,
                after={"session": session.pk, "product": report.product, "sha256": digest}
                | {"names": len(file.report.attendees)},
            )
    except BaseException:
        if report.stored:  # bytes know nothing of transactions
            report.stored.storage.delete(str(report.stored.name))
        raise
    return report


def _refuse(session: Session, digest: str) -> None:
    if session.day.mode != ProgrammeDay.Mode.ONLINE:
        raise NotOnline
    if session.state == Session.State.CANCELLED:
        raise SessionCancelled
    live = session.meeting_reports.live()
    if live.filter(sha256=digest).exists():
        raise AlreadyAdded
    if live.count() >= MAX_REPORTS:
        raise TooManyReports


def _digest(content: File) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()


def _keep_names(report: MeetingReport, parsed: Sequence[ParsedAttendee]) -> None:
    directory = directory_of(report.session, people_of(report.session))
    found = [directory.certain(one.name, one.email) for one in parsed]
    rows = MeetingAttendee.objects.bulk_create(
        MeetingAttendee(
            report=report,
            name=one.name,
            key=name_key(one.name)[:200],
            spans=stored(one.spans),
            stated_minutes=one.stated,
            decision=_decision(match),
        )
        for one, match in zip(parsed, found, strict=True)
    )
    MeetingMatch.objects.bulk_create(_matches(zip(rows, found, strict=True)))


def _decision(found: Found) -> str:
    if found.person is not None:
        return Decision.MATCHED
    return Decision.ASIDE if found.is_trainer else Decision.WAITING


def _matches(found: Iterable[tuple[MeetingAttendee, Found]]) -> list[MeetingMatch]:
    return [
        MeetingMatch(attendee=row, person_id=match.person, how=match.how)
        for row, match in found
        if match.person is not None
    ]


@transaction.atomic
def match_again(*, session: Session, by: User) -> int:
    """Ask of the names that wait whether they are certain now; return how many are.

    Somebody may have got a place since, or a name may have been learned elsewhere.
    """
    locked = lock(session)
    waiting = list(
        MeetingAttendee.objects.filter(
            report__in=locked.meeting_reports.live(), decision=Decision.WAITING
        )
    )
    directory: Directory = directory_of(locked, people_of(locked))
    found = [(row, directory.certain(row.name)) for row in waiting]
    sure = [(row, match) for row, match in found if _decision(match) != Decision.WAITING]
    for row, match in sure:
        row.decision = _decision(match)
    MeetingAttendee.objects.bulk_update([row for row, _match in sure], ["decision"])
    MeetingMatch.objects.bulk_create(_matches(sure))
    if sure:
        names = [row.pk for row, _match in sure]
        record(actor=by, action="meeting_names.found", subject=locked, after={"names": names})
    return len(sure)


@transaction.atomic
def discard_report(*, report: MeetingReport, by: User) -> MeetingReport:
    """Take a report that is not recorded out of the session: names and bytes go, the row stays.

    Raises ReportIsEvidence.
    """
    lock(report.session)
    row = MeetingReport.objects.get(pk=report.pk)
    if row.state != MeetingReport.State.DRAFT:
        raise ReportIsEvidence
    storage, name = row.stored.storage, str(row.stored.name)
    row.attendees.all().delete()
    row.stored = ""  # type: ignore[assignment]  # no bytes
    row.state = MeetingReport.State.DISCARDED
    _decide(row, by, timezone.now())
    record(
        actor=by,
        action="meeting_report.discarded",
        subject=row,
        before={"state": MeetingReport.State.DRAFT.value, "sha256": row.sha256},
        after={"state": row.state},
    )
    transaction.on_commit(partial(storage.delete, name))
    return row


def _decide(row: MeetingReport, by: User, at: dt.datetime) -> None:
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["state", "stored", "decided_by", "decided_at"])
