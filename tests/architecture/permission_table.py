"""Who gets what at which address: the one table. Add a row for every new address.

A row says what those who may get on GET and on POST (with an empty form), and what the others
get; strangers are sent to the login page unless the row is for everybody. `at` names rows of the
world (world.py) that fill the address.
"""

from tests.architecture.attendance_table import ATTENDANCE
from tests.architecture.permission_rows import (
    ANONYMOUS,
    AUDITOR,
    BAD,
    EDITOR,
    EVALUATOR,
    FORBIDDEN,
    GO,
    GONE,
    INVALID,
    LEAD,
    LOGIN,
    MANAGER,
    MENTOR,
    MISSING,
    NOT_ALLOWED,
    OK,
    OTHER_PARTICIPANT,
    OTHER_TRAINER,
    PARTICIPANT,
    ROLES,
    STRANGER,
    TRAINER,
    WITH_PERSON,
    Row,
    everybody,
    in_admin,
    only,
    signed_in,
)

__all__ = [
    "ANONYMOUS",
    "AUDITOR",
    "BAD",
    "EDITOR",
    "EVALUATOR",
    "FORBIDDEN",
    "GO",
    "GONE",
    "INVALID",
    "LEAD",
    "LOGIN",
    "MANAGER",
    "MENTOR",
    "MISSING",
    "NOT_ALLOWED",
    "OK",
    "OTHER_PARTICIPANT",
    "OTHER_TRAINER",
    "PARTICIPANT",
    "ROLES",
    "STRANGER",
    "TABLE",
    "TRAINER",
    "WITH_PERSON",
    "Row",
    "everybody",
    "in_admin",
    "only",
    "signed_in",
]

TABLE: dict[str, Row] = ATTENDANCE | {
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
    "certificates:cohort_preview": only(MANAGER, post=OK, others=MISSING, at="cohort"),
    "certificates:invite_group_to_write": only(
        MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="group"
    ),
    "certificates:invite_cohort_to_write": only(
        MANAGER, get=NOT_ALLOWED, post=GO, others=MISSING, at="cohort"
    ),
    "certificates:sample": only(MANAGER, get=GO, others=MISSING, at="group participant"),
    "certificates:batch_zip": only(MANAGER, AUDITOR, others=MISSING, at="batch"),
    "certificates:batch_print": only(MANAGER, AUDITOR, others=MISSING, at="batch"),
    "certificates:details": only(*WITH_PERSON, post=OK),
    "certificates:confirm_levels": only(TRAINER, MANAGER, post=OK, others=MISSING, at="group"),
    "certificates:batch": only(MANAGER, AUDITOR, others=MISSING, at="batch"),
    "certificates:register": only(MANAGER, AUDITOR),
    "certificates:register_export": only(MANAGER, AUDITOR),
    "certificates:certificate": only(
        PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"
    ),
    "certificates:download": only(PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"),
    "certificates:badge": only(PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"),
    "certificates:european": only(PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="certificate"),
    "certificates:europass_help": everybody(),
    "badge_issuer": everybody(),
    "badge_status": everybody(at="status_list"),
    "certificates:replace": only(MANAGER, post=INVALID, others=MISSING, at="certificate"),
    "certificates:duplicate": only(MANAGER, post=INVALID, others=MISSING, at="certificate"),
    "certificates:revoke": only(MANAGER, post=INVALID, others=MISSING, at="certificate"),
    "certificates:download_duplicate": only(
        PARTICIPANT, MANAGER, AUDITOR, others=MISSING, at="duplicate"
    ),
    "certificates:request_issue": only(MANAGER, post=INVALID, others=MISSING, at="participant"),
    "certificates:request_list": only(MANAGER, AUDITOR),
    "certificates:request": only(
        MANAGER, post=INVALID, others=MISSING, at="certificate_request"
    ).but(AUDITOR, get=OK, post=MISSING),
    "certificates:review_list": only(MANAGER, AUDITOR),
    "certificates:replace_many": only(MANAGER, get=GO, post=INVALID),
    "certificates:statistics": only(MANAGER, AUDITOR),
    "verify_form": everybody(),
    "verify": everybody(at="code"),
    "verify_keys": everybody(),
    "verify_offline": everybody(),
    "verify_worker": everybody(),
    # plans
    "plans:my_municipalities": only(MENTOR),
    "plans:municipality": only(MENTOR, others=MISSING, at="team"),
    # monitoring
    "monitoring:dashboard": only(MANAGER, EVALUATOR, AUDITOR),
    "monitoring:people_behind": only(MANAGER, AUDITOR, at="counter"),
    "monitoring:assumptions": only(MANAGER, EVALUATOR, AUDITOR),
}
