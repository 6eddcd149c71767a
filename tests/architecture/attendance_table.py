"""Who may do what about attendance: rosters, phones, check-in, reports, paper, decisions."""

from tests.architecture.permission_rows import (
    ANONYMOUS,
    AUDITOR,
    BAD,
    FORBIDDEN,
    GO,
    GONE,
    INVALID,
    MANAGER,
    MISSING,
    NOT_ALLOWED,
    OK,
    OTHER_TRAINER,
    PARTICIPANT,
    STRANGER,
    TRAINER,
    WITH_PERSON,
    Row,
    everybody,
    only,
)

ATTENDANCE: dict[str, Row] = {
    # scheduling: the training day
    "scheduling:session_list": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR),
    "scheduling:roster": only(TRAINER, MANAGER, AUDITOR, post=GO, others=MISSING, at="session").but(
        AUDITOR, post=MISSING
    ),
    # scheduling: the same on a phone; its script asks for data and cannot follow to a login page
    "scheduling:phone_roster": only(TRAINER, MANAGER, others=MISSING, at="session"),
    "scheduling:phone_data": only(TRAINER, MANAGER, others=MISSING, at="session").but(
        ANONYMOUS, get=STRANGER, post=STRANGER
    ),
    "scheduling:phone_marks": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=BAD, others=MISSING, at="session"
    ).but(ANONYMOUS, get=STRANGER, post=STRANGER),
    "scheduling:phone_close": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=BAD, others=MISSING, at="session"
    ).but(ANONYMOUS, get=STRANGER, post=STRANGER),
    "scheduling:close_session": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:reopen_session": only(TRAINER, MANAGER, post=OK, others=MISSING, at="session"),
    "scheduling:countersign": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:correct": only(
        TRAINER, MANAGER, get=MISSING, post=MISSING, others=MISSING, at="session"
    ),
    # scheduling: self check-in; the code of the world is no code, so that nothing is recorded
    "check_in_any_language": everybody(GO),
    "check_in_scan": everybody(GO, at="unknown_token"),
    "scheduling:check_in": only(*WITH_PERSON, post=INVALID),
    "scheduling:check_in_scanned": only(*WITH_PERSON, get=GONE, post=GONE, at="unknown_token"),
    "scheduling:check_in_wall": only(TRAINER, MANAGER, others=MISSING, at="session"),
    "scheduling:check_in_code": only(TRAINER, MANAGER, others=MISSING, at="session"),
    "scheduling:open_check_in": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:close_check_in": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:meeting": only(
        TRAINER, MANAGER, AUDITOR, post=GO, others=MISSING, at="online_session"
    ).but(AUDITOR, post=MISSING),
    "scheduling:open_meeting_report": only(
        TRAINER, MANAGER, AUDITOR, others=MISSING, at="meeting_report"
    ),
    "scheduling:discard_meeting_report": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="meeting_report"
    ),
    "scheduling:meeting_names": only(TRAINER, OTHER_TRAINER, MANAGER),
    "scheduling:meeting_name": only(TRAINER, MANAGER, post=GO, others=MISSING, at="meeting_name"),
    "scheduling:forget_meeting_name": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="meeting_alias"
    ),
    # scheduling: paper; the scan of the world is with a sheet of the trainer's group
    "scheduling:paper": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="session"),
    "scheduling:print_sheets": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:explain_difference": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:sheet": only(
        TRAINER, MANAGER, AUDITOR, get=GO, others=MISSING, at="sheet_code sheet_page"
    ),
    "scheduling:sheet_pdf": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="sheet"),
    "scheduling:count_signatures": only(TRAINER, MANAGER, post="422", others=MISSING, at="sheet"),
    "scheduling:scan_list": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR, post="422").but(
        AUDITOR, post=FORBIDDEN
    ),
    "scheduling:scan": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="scan"),
    "scheduling:assign_scan": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post="422", others=MISSING, at="scan"
    ),
    "scheduling:supersede_scan": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post="422", others=MISSING, at="scan"
    ),
    "scheduling:scan_picture": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="scan"),
    "scheduling:scan_original": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="scan"),
    "scheduling:decision_list": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR),
    "scheduling:session_decisions": only(
        TRAINER, MANAGER, AUDITOR, post=INVALID, others=MISSING, at="session"
    ).but(AUDITOR, post=MISSING),
    "scheduling:attendance_case": only(
        TRAINER, MANAGER, AUDITOR, post=GO, others=MISSING, at="session block participant"
    ).but(AUDITOR, post=MISSING),
    "scheduling:correct_date": only(
        TRAINER, MANAGER, AUDITOR, post=INVALID, others=MISSING, at="session"
    ).but(AUDITOR, post=MISSING),
    "scheduling:record_walk_in": only(TRAINER, MANAGER, post=INVALID, others=MISSING, at="session"),
    "scheduling:walk_in_list": only(MANAGER, AUDITOR),
    "scheduling:walk_in": only(MANAGER, AUDITOR, post=INVALID, others=MISSING, at="walk_in").but(
        AUDITOR, post=MISSING
    ),
    "scheduling:guests": only(TRAINER, MANAGER, post=INVALID, others=MISSING, at="session"),
    "scheduling:substitutes": only(
        TRAINER, MANAGER, AUDITOR, post=GO, others=MISSING, at="session"
    ).but(AUDITOR, post=MISSING),
    "scheduling:propose_make_up": only(
        TRAINER, MANAGER, post=INVALID, others=MISSING, at="session block participant"
    ),
    "scheduling:make_up_list": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR),
    "scheduling:make_up": only(
        TRAINER, MANAGER, AUDITOR, post=INVALID, others=MISSING, at="make_up"
    ).but(AUDITOR, post=MISSING),
    "scheduling:own_make_up": only(PARTICIPANT, post=INVALID, others=MISSING, at="make_up"),
    "scheduling:group_list": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR),
    "scheduling:group_detail": only(TRAINER, MANAGER, AUDITOR, others=MISSING, at="group"),
    "scheduling:cohort_editions": only(MANAGER, post=GO, others=MISSING, at="cohort"),
}
