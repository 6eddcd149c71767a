"""Who may mark attendance and deal with what belongs to it: paper, reports, decisions."""

import rules
from django.db.models import Q

from people.models import User
from people.rules import add_own_perm, has_person, is_auditor, is_programme_manager, is_trainer
from scheduling.models import (
    AttendanceMark,
    AttendanceSheet,
    Enrolment,
    MakeUp,
    MeetingAlias,
    MeetingAttendee,
    MeetingReport,
    Session,
    SessionBlock,
    SheetScan,
)
from scheduling.models.session import taught_by


@rules.predicate
def teaches_session(user: User, session: Session | None) -> bool:
    """Whether the person is a trainer of one of the groups, or of the day until it is locked."""
    if session is None or user.person_id is None:
        return False
    return Session.objects.filter(taught_by(user.person_id), pk=session.pk).exists()


@rules.predicate
def taught_session(user: User, session: Session | None) -> bool:
    """Whether the person is, or was for that day, a trainer of the session: also once locked."""
    if session is None or user.person_id is None:
        return False
    mine = Q(trainers=user.person_id) | Q(groups__trainers=user.person_id)
    return Session.objects.filter(mine, pk=session.pk).exists()


@rules.predicate
def teaches_group_of_session(user: User, session: Session | None) -> bool:
    """Whether the user's person is a trainer of one of the session's groups."""
    if session is None or user.person_id is None:
        return False
    return session.groups.filter(trainers=user.person_id).exists()


@rules.predicate
def teaches_marked(user: User, mark: AttendanceMark | None) -> bool:
    """Whether the user's person is a trainer of the day of the mark."""
    return mark is not None and bool(teaches_session(user, mark.block.session))


@rules.predicate
def teaches_made_up(user: User, make_up: MakeUp | None) -> bool:
    """Whether the user's person is a trainer of the day that is made up for."""
    return make_up is not None and bool(teaches_session(user, make_up.session_block.session))


@rules.predicate
def owns_make_up(user: User, make_up: MakeUp | None) -> bool:
    """Whether the make-up is that of the user's person."""
    return make_up is not None and has_person(user) and make_up.person_id == user.person_id


@rules.predicate
def has_seat_in_session(user: User, session: Session | None) -> bool:
    """Whether the user's person has a place in one of the session's groups."""
    if session is None or user.person_id is None:
        return False
    places = Enrolment.objects.seated().filter(person=user.person_id)
    return places.filter(group__sessions=session).exists()


@rules.predicate
def was_expected_in_block(user: User, block: SessionBlock | None) -> bool:
    """Whether the block's sheet is about the user's person: by a place, or by a mark."""
    if block is None or user.person_id is None:
        return False
    marks = AttendanceMark.objects.filter(block=block, person=user.person_id)
    return bool(has_seat_in_session(user, block.session)) or marks.exists()


@rules.predicate
def teaches_report(user: User, report: MeetingReport | None) -> bool:
    """Whether the user's person is a trainer of the session that the report is of."""
    return report is not None and bool(teaches_session(user, report.session))


@rules.predicate
def teaches_attendee(user: User, attendee: MeetingAttendee | None) -> bool:
    """Whether the user's person is a trainer of the session where the name was seen."""
    return attendee is not None and bool(teaches_report(user, attendee.report))


@rules.predicate
def teaches_owner(user: User, alias: MeetingAlias | None) -> bool:
    """Whether the remembered name is that of somebody the user's person trains."""
    if alias is None or user.person_id is None:
        return False
    return MeetingAlias.objects.of_trainer(user.person_id).filter(pk=alias.pk).exists()


@rules.predicate
def teaches_sheet(user: User, sheet: AttendanceSheet | None) -> bool:
    """Whether the user's person teaches the session the sheet was printed for."""
    return sheet is not None and bool(teaches_session(user, sheet.block.session))


@rules.predicate
def teaches_scan(user: User, scan: SheetScan | None) -> bool:
    """Whether the scan is of a session the user's person teaches, or waits and is their upload."""
    if scan is None:
        return False
    if scan.sheet is None:
        return scan.file.uploaded_by_id == user.pk
    return bool(teaches_sheet(user, scan.sheet))


rules.add_perm("scheduling.list_sessions", is_programme_manager | is_auditor | is_trainer)
rules.add_perm(
    "scheduling.see_session", is_programme_manager | is_auditor | (is_trainer & teaches_session)
)
rules.add_perm("scheduling.mark_attendance", is_programme_manager | (is_trainer & teaches_session))
# What a substitute's phone still holds when the sheet is locked is taken in and waits there.
rules.add_perm("scheduling.send_marks", is_programme_manager | (is_trainer & taught_session))
rules.add_perm(
    "scheduling.correct_attendance", is_programme_manager | (is_trainer & teaches_session)
)
# Paper: whoever marks a session prints its sheets and deals with what comes back; auditors read.
_marks_sheet = is_programme_manager | (is_trainer & teaches_sheet)
_marks_scan = is_programme_manager | (is_trainer & teaches_scan)
rules.add_perm("scheduling.print_sheet", is_programme_manager | (is_trainer & teaches_session))
rules.add_perm("scheduling.see_sheet", is_auditor | _marks_sheet)
rules.add_perm("scheduling.count_signatures", _marks_sheet)
rules.add_perm("scheduling.list_scans", is_programme_manager | is_auditor | is_trainer)
rules.add_perm("scheduling.upload_scans", is_programme_manager | is_trainer)
rules.add_perm("scheduling.see_scan", is_auditor | _marks_scan)
rules.add_perm("scheduling.assign_scan", _marks_scan)
_decides = is_programme_manager | (is_trainer & teaches_marked)
rules.add_perm("scheduling.list_decisions", is_programme_manager | is_auditor | is_trainer)
rules.add_perm("scheduling.decide_session", is_programme_manager | (is_trainer & teaches_session))
rules.add_perm("scheduling.see_case", is_auditor | _decides)
rules.add_perm("scheduling.decide_case", _decides)
_approves = is_programme_manager | (is_trainer & teaches_made_up)
rules.add_perm("scheduling.list_make_ups", is_programme_manager | is_auditor | is_trainer)
rules.add_perm("scheduling.see_make_up", is_auditor | _approves)
rules.add_perm("scheduling.decide_make_up", _approves)
add_own_perm("scheduling.hand_in_make_up", owns_make_up)
rules.add_perm(
    "scheduling.name_substitutes", is_programme_manager | (is_trainer & teaches_group_of_session)
)
rules.add_perm("scheduling.list_walk_ins", is_programme_manager | is_auditor)
rules.add_perm("scheduling.see_walk_in", is_programme_manager | is_auditor)
rules.add_perm("scheduling.decide_walk_in", is_programme_manager)
add_own_perm("scheduling.check_in", has_person)
add_own_perm("scheduling.object_to_mark", has_person & was_expected_in_block)
add_own_perm("scheduling.announce_absence", has_person & has_seat_in_session)
rules.add_perm(
    "scheduling.open_meeting_report",
    is_programme_manager | is_auditor | (is_trainer & teaches_report),
)
rules.add_perm(
    "scheduling.discard_meeting_report", is_programme_manager | (is_trainer & teaches_report)
)
rules.add_perm(
    "scheduling.decide_meeting_name", is_programme_manager | (is_trainer & teaches_attendee)
)
rules.add_perm("scheduling.list_meeting_names", is_programme_manager | is_trainer)
rules.add_perm(
    "scheduling.forget_meeting_name", is_programme_manager | (is_trainer & teaches_owner)
)
