"""Who gets what at which address: the one table. Add a row for every new address.

A row says what those who may get on GET and on POST (with an empty form), and what the others
get; strangers are sent to the login page unless the row is for everybody. `at` names rows of the
world (world.py) that fill the address.
"""

from dataclasses import dataclass, replace

ANONYMOUS = "anonymous"
PARTICIPANT = "participant"  # in the lead's team and in the trainer's group
OTHER_PARTICIPANT = "other participant"
LEAD = "team lead"
TRAINER = "trainer of the group"
OTHER_TRAINER = "trainer of another group"
MENTOR = "mentor"
EDITOR = "content editor"
MANAGER = "programme manager"
EVALUATOR = "evaluator"
AUDITOR = "auditor"
ROLES = [
    *(ANONYMOUS, PARTICIPANT, OTHER_PARTICIPANT, LEAD, TRAINER, OTHER_TRAINER),
    *(MENTOR, EDITOR, MANAGER, EVALUATOR, AUDITOR),
]
# Accounts that belong to a person; the others are staff without one.
WITH_PERSON = (PARTICIPANT, OTHER_PARTICIPANT, LEAD, TRAINER, OTHER_TRAINER, MENTOR)

OK = "page"
GO = "redirect"
LOGIN = "login page"
BAD = "400"
FORBIDDEN = "403"
MISSING = "404"
NOT_ALLOWED = "405"
GONE = "410"
STRANGER = "401"
INVALID = "422"


@dataclass(frozen=True)
class Row:
    """What each role gets at one address."""

    get: dict[str, str]
    post: dict[str, str]
    at: str = ""

    def but(self, *roles: str, get: str = "", post: str = "") -> "Row":
        """Return the row with other answers for these roles."""
        return replace(
            self,
            get=self.get | dict.fromkeys(roles if get else (), get),
            post=self.post | dict.fromkeys(roles if post else (), post),
        )


def everybody(get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """A public address."""
    return Row(dict.fromkeys(ROLES, get), dict.fromkeys(ROLES, post), at)


def signed_in(get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """An address for everybody with an account."""
    return everybody(get, post, at).but(ANONYMOUS, get=LOGIN, post=LOGIN)


def only(
    *roles: str, get: str = OK, post: str = NOT_ALLOWED, others: str = FORBIDDEN, at: str = ""
) -> Row:
    """An address for some roles."""
    return (
        everybody(others, others, at)
        .but(ANONYMOUS, get=LOGIN, post=LOGIN)
        .but(*roles, get=get, post=post)
    )


def in_admin(*roles: str, get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """An address of the admin for some of those who enter it; others meet the login page."""
    row = only(*roles, get=get, post=post, others=LOGIN, at=at)
    return row.but(*({TRAINER, OTHER_TRAINER} - set(roles)), get=GO, post=GO)


TABLE: dict[str, Row] = {
    # lms
    "language_root": everybody(GO),
    "healthz": everybody(post=OK),
    "readyz": everybody(post=OK),
    "set_language": everybody(GO, GO),
    "home_for_role": signed_in(GO),
    "manifest": everybody(),
    "background": only(MANAGER),
    "background_try_again": only(MANAGER, get=NOT_ALLOWED, post=MISSING),
    # people: one's own account
    "account_login": everybody(GO, GO).but(ANONYMOUS, get=OK, post=OK),
    "account_logout": everybody(OK, GO).but(ANONYMOUS, get=GO),
    "account_signup": everybody(),
    "account_inactive": everybody(),
    "account_change_password": signed_in(post=OK),
    "account_set_password": everybody(GO, GO),
    "account_reset_password": everybody(post=OK),
    "account_reset_password_done": everybody(),
    "account_reset_password_from_key": everybody(post=OK, at="reset_uid reset_key"),
    "account_reset_password_from_key_done": everybody(),
    "_util/login/": everybody(GO, GO),
    "wagtailcore_login": everybody(GO, GO),
    "admin/login/": everybody(GO, GO),
    "^admin/password_reset/": everybody(GO, GO),
    "people:accept_invitation": everybody(post=OK, at="invitation_token"),
    "people:profile": signed_in(),
    "people:choose_language": signed_in(NOT_ALLOWED, GO),
    # people: teams and the directory
    "people:my_team": only(LEAD, get=GO),
    "people:team_detail": only(LEAD, MANAGER, AUDITOR, others=MISSING, at="team"),
    "people:member_new": only(LEAD, MANAGER, post=OK, others=MISSING, at="team"),
    "people:membership_end": only(LEAD, MANAGER, post=GO, others=MISSING, at="membership"),
    "people:person_list": only(MANAGER, AUDITOR),
    "people:person_detail": only(
        PARTICIPANT, LEAD, MANAGER, AUDITOR, others=MISSING, at="participant"
    ),
    "people:invite": only(
        LEAD, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="participant"
    ),
    "people:role_assign": only(MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="participant"),
    "people:role_end": only(
        MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="role_assignment"
    ),
    # cms: pages are public; what does not exist outside /lv/ is looked for inside it
    "wagtail_serve": everybody(post=OK, at="home_path"),
    "wagtailcore_authenticate_with_password": everybody(MISSING, MISSING, at="unknown unknown"),
    "wagtaildocs_serve": everybody(MISSING, MISSING, at="unknown file_name"),
    "wagtaildocs_authenticate_with_password": everybody(GO, GO, at="unknown"),
    "image_file": everybody(MISSING, NOT_ALLOWED, at="image_name"),
    "cms:search": everybody(),
    "cms:styleguide": everybody(),
    # cms: the guidelines
    "cms:edition_list": everybody(),
    "cms:edition": everybody(at="edition"),
    "cms:edition_chapter": everybody(at="edition chapter"),
    "cms:edition_whole": everybody(at="edition"),
    "cms:edition_pdf": everybody(at="edition"),
    "cms:edition_changes": everybody(at="newest_edition"),
    "cms:edition_new": only(EDITOR, MANAGER, post=OK),
    "cms:paragraph": everybody(at="paragraph"),
    "cms:ask": signed_in(post=OK, at="paragraph"),
    "cms:question_list": only(EDITOR, MANAGER),
    "cms:answer": only(EDITOR, MANAGER, post=OK, others=MISSING, at="question"),
    "cms:hide_question": only(
        EDITOR, MANAGER, get=NOT_ALLOWED, post=OK, others=MISSING, at="question"
    ),
    "cms:accept_edition": only(LEAD, get=NOT_ALLOWED, post=GO, others=MISSING, at="team"),
    "cms:acceptance": only(MANAGER, AUDITOR),
    "cms:acceptance_export": only(MANAGER, AUDITOR, at="table"),
    "cms:remind": only(MANAGER, get=NOT_ALLOWED, post=GO),
    # cms: import from Word, for who may change the page; the unknown token leads back to the file.
    # Outside /lv/ a 404 of the admin is first looked for inside it, so trainers are sent there.
    "word_import": in_admin(EDITOR, MANAGER, post=OK, at="module_page_number"),
    "word_import_preview": in_admin(
        EDITOR, MANAGER, get=GO, post=GO, at="module_page_number unknown_token"
    ),
    "word_import_blocks": in_admin(
        EDITOR, MANAGER, get=GO, post=NOT_ALLOWED, at="module_page_number unknown_token"
    ),
    # courses
    "courses:module": everybody(GO, at="module"),
    "courses:module_page": everybody(at="module_index module_slug"),
    "courses:worksheet": everybody(MISSING, at="module worksheet"),
    "courses:start_module": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module"),
    "courses:read_part": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module"),
    "courses:offline_copy": only(*WITH_PERSON, get=GO, others=MISSING, at="module").but(
        PARTICIPANT, get=OK
    ),
    "courses:receive_part": only(
        *WITH_PERSON, get=NOT_ALLOWED, post=OK, others=MISSING, at="module"
    ),
    "courses:offline": everybody(),
    "courses:offline_reader": everybody(),
    "offline_worker": everybody(),
    "courses:reflection": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module"),
    "courses:keep_notes": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module"),
    "courses:assignment": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module").but(
        PARTICIPANT, get=OK
    ),
    "courses:assignment_file": only(PARTICIPANT, others=MISSING, at="module assignment_file"),
    "courses:quiz": only(*WITH_PERSON, get=GO, post=GO, others=MISSING, at="module").but(
        PARTICIPANT, get=OK
    ),
    "courses:quiz_result": only(PARTICIPANT, others=MISSING, at="module attempt"),
    "courses:quiz_answer": only(
        PARTICIPANT, post=GO, others=MISSING, at="second_module running_attempt"
    ),
    "courses:quiz_submit": only(
        PARTICIPANT, post=OK, others=MISSING, at="second_module running_attempt"
    ),
    # courses: a person's own self-assessment and reflection; staff without a person have none
    "courses:self_assessment": only(*WITH_PERSON, at="programme"),
    "courses:begin_assessment": only(*WITH_PERSON, get=NOT_ALLOWED, post=GO, at="programme moment"),
    "courses:submit_assessment": only(
        *WITH_PERSON, get=NOT_ALLOWED, post=GO, at="programme moment"
    ),
    "courses:assess_area": only(
        *WITH_PERSON, get=GO, post=GO, at="programme moment competence_area"
    ).but(PARTICIPANT, get=OK, post=OK),
    # courses: a person's own notes; nobody else learns even that there is one
    "courses:notes": only(*WITH_PERSON),
    "courses:notes_export": only(*WITH_PERSON),
    "courses:note": only(PARTICIPANT, others=MISSING, at="note"),
    "courses:delete_note": only(PARTICIPANT, get=NOT_ALLOWED, post=GO, others=MISSING, at="note"),
    "courses:final_reflection": only(*WITH_PERSON, post=GO, at="programme"),
    # courses: whole programmes, in the admin, which sends an editor home from what is the manager's
    "programme_import": in_admin(MANAGER, post=OK).but(EDITOR, get=GO, post=GO),
    "programme_import_preview": in_admin(MANAGER, EDITOR, get=GO, post=GO),
    "programme_export": in_admin(EDITOR, MANAGER, post=OK, at="programme"),
    "programme_copy": in_admin(MANAGER, post=OK, at="programme").but(EDITOR, get=GO, post=GO),
    # scheduling: everybody may see the dates; a person enrols and withdraws
    "scheduling:schedule": everybody(),
    "scheduling:my_training": signed_in(),
    "scheduling:open_calendar": only(*WITH_PERSON, get=NOT_ALLOWED, post=GO),
    "scheduling:revoke_calendar": only(*WITH_PERSON, get=NOT_ALLOWED, post=GO),
    "scheduling:choose_group": only(*WITH_PERSON),
    "scheduling:enrol": only(*WITH_PERSON, get=NOT_ALLOWED, post=GO, others=MISSING, at="group"),
    "scheduling:object_to_mark": only(PARTICIPANT, post=OK, others=MISSING, at="block"),
    "scheduling:announce_absence": only(PARTICIPANT, get=GO, post=GO, others=MISSING, at="session"),
    "scheduling:take_back_absence": only(
        PARTICIPANT, get=NOT_ALLOWED, post=GO, others=MISSING, at="session"
    ),
    "scheduling:withdraw": only(PARTICIPANT, MANAGER, post=GO, others=MISSING, at="enrolment"),
    "group_calendar": everybody(at="cohort_code group_code"),
    "region_calendar": everybody(at="region"),
    "person_calendar": everybody(at="calendar_token"),
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
    # scheduling: what people hand in is for the trainers of their group and nobody else
    "scheduling:assignment_list": only(TRAINER, OTHER_TRAINER),
    "scheduling:review_assignment": only(TRAINER, post=OK, others=MISSING, at="assignment"),
    "scheduling:open_assignment_file": only(
        TRAINER, others=MISSING, at="assignment assignment_file"
    ),
    # scheduling: a group's discussions; the one of the world is a participant's private question
    "scheduling:group_discussions": only(PARTICIPANT, TRAINER, MANAGER, others=MISSING, at="group"),
    "scheduling:start_discussion": only(
        PARTICIPANT, TRAINER, MANAGER, post=OK, others=MISSING, at="group module"
    ),
    "scheduling:unanswered": only(TRAINER, OTHER_TRAINER),
    "scheduling:discussion": only(
        PARTICIPANT, TRAINER, MANAGER, post=OK, others=MISSING, at="discussion"
    ),
    "scheduling:close_discussion": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="discussion"
    ),
    "scheduling:follow_discussion": only(
        PARTICIPANT, TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="discussion"
    ),
    "scheduling:follow_module": only(
        PARTICIPANT, TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="group module"
    ),
    "scheduling:discussion_letters": signed_in(post=OK),
    "scheduling:stop_letters": everybody(post=OK, at="letters_token"),
    "scheduling:edit_post": only(PARTICIPANT, post=OK, others=MISSING, at="post"),
    "scheduling:withdraw_post": only(PARTICIPANT, post=GO, others=MISSING, at="post"),
    "scheduling:hide_post": only(TRAINER, MANAGER, post=OK, others=MISSING, at="post"),
    "scheduling:unhide_post": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="post"
    ),
    "scheduling:export_attendance": only(
        TRAINER, MANAGER, AUDITOR, get=NOT_ALLOWED, post=GO, others=MISSING, at="group"
    ),
    # scheduling: what people answered; nobody's own answers, so auditors have nothing to follow
    "scheduling:give_feedback": only(PARTICIPANT, post=OK, others=MISSING, at="group"),
    "scheduling:group_levels": only(TRAINER, MANAGER, others=MISSING, at="group"),
    "scheduling:group_feedback": only(TRAINER, MANAGER, others=MISSING, at="group"),
    "scheduling:feedback_list": only(TRAINER, OTHER_TRAINER, MANAGER),
    "scheduling:feedback_export": only(MANAGER, at="table_format"),
    # certificates
    "certificates:eligibility": only(*WITH_PERSON),
    "certificates:person_eligibility": only(
        PARTICIPANT, LEAD, TRAINER, MANAGER, AUDITOR, others=MISSING, at="participant"
    ),
    "certificates:at_risk": only(TRAINER, OTHER_TRAINER, MANAGER, AUDITOR),
    "certificates:warn_at_risk": only(
        TRAINER, MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="group"
    ),
    "certificates:batch_preview": only(MANAGER, post=OK, others=MISSING, at="group"),
    "certificates:batch": only(MANAGER, AUDITOR, others=MISSING, at="batch"),
    "certificates:register": only(MANAGER, AUDITOR),
    "certificates:register_export": only(MANAGER, AUDITOR),
    "certificates:certificate": only(
        PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"
    ),
    "certificates:download": only(PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"),
    "verify_form": everybody(),
    "verify": everybody(at="code"),
    # plans
    "plans:my_municipalities": only(MENTOR),
    "plans:municipality": only(MENTOR, others=MISSING, at="team"),
    # monitoring
    "monitoring:dashboard": only(MANAGER, EVALUATOR, AUDITOR),
    "monitoring:people_behind": only(MANAGER, AUDITOR, at="counter"),
    "monitoring:assumptions": only(MANAGER, EVALUATOR, AUDITOR),
}
