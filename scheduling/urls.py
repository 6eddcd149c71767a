"""Addresses of the scheduling app: its pages, and those without a language: feeds, drawn codes."""

from django.urls import path

from scheduling.views import (
    assignments,
    calendars,
    check_in,
    closing,
    corrections,
    discussions,
    editions,
    enrolment,
    feedback,
    following,
    groups,
    meeting_names,
    meetings,
    phone,
    posts,
    public,
    results,
    sessions,
    wall,
)

app_name = "scheduling"
urlpatterns = [
    path("schedule/", public.schedule, name="schedule"),
    path("my/", enrolment.my_training, name="my_training"),
    path("my/calendar/", calendars.open_calendar, name="open_calendar"),
    path("my/calendar/revoke/", calendars.revoke_calendar, name="revoke_calendar"),
    path("enrol/", enrolment.choose_group, name="choose_group"),
    path("enrol/<id:pk>/", enrolment.enrol, name="enrol"),
    path("enrolment/<id:pk>/withdraw/", enrolment.withdraw, name="withdraw"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/<id:pk>/", sessions.roster, name="roster"),
    path("sessions/<id:pk>/meeting/", meetings.meeting, name="meeting"),
    path("meeting-reports/<id:pk>/file/", meetings.open_report, name="open_meeting_report"),
    path("meeting-reports/<id:pk>/discard/", meetings.discard, name="discard_meeting_report"),
    path("meeting-names/", meeting_names.name_list, name="meeting_names"),
    path("meeting-names/<id:pk>/", meeting_names.name, name="meeting_name"),
    path(
        "meeting-names/remembered/<id:pk>/forget/", meeting_names.forget, name="forget_meeting_name"
    ),
    path("sessions/<id:pk>/close/", closing.close, name="close_session"),
    path("sessions/<id:pk>/reopen/", closing.reopen, name="reopen_session"),
    path("sessions/<id:pk>/countersign/", closing.confirm, name="countersign"),
    path("sessions/<id:pk>/correction/", corrections.correct, name="correct"),
    path("sessions/<id:pk>/phone/", phone.page, name="phone_roster"),
    path("sessions/<id:pk>/phone/roster.json", phone.data, name="phone_data"),
    path("sessions/<id:pk>/phone/marks/", phone.receive, name="phone_marks"),
    path("sessions/<id:pk>/phone/close/", phone.close, name="phone_close"),
    path("sessions/<id:pk>/check-in/", wall.wall, name="check_in_wall"),
    path("sessions/<id:pk>/check-in/code/", wall.code, name="check_in_code"),
    path("sessions/<id:pk>/check-in/open/", wall.open_for_arrivals, name="open_check_in"),
    path("sessions/<id:pk>/check-in/close/", wall.close_for_arrivals, name="close_check_in"),
    path("check-in/", check_in.typed, name="check_in"),
    path("check-in/<str:token>/", check_in.scanned, name="check_in_scanned"),
    path("assignments/", assignments.assignment_list, name="assignment_list"),
    path("assignments/<id:pk>/", assignments.review, name="review_assignment"),
    path(
        "assignments/<id:pk>/file/<id:file>/",
        assignments.open_file,
        name="open_assignment_file",
    ),
    path("discussions/", discussions.unanswered, name="unanswered"),
    path("discussions/<id:pk>/", discussions.discussion, name="discussion"),
    path("discussions/<id:pk>/close/", discussions.close, name="close_discussion"),
    path("discussions/<id:pk>/follow/", following.follow, name="follow_discussion"),
    path("discussions/letters/", following.letters, name="discussion_letters"),
    path("discussions/letters/stop/<str:token>/", following.stop, name="stop_letters"),
    path("posts/<id:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<id:pk>/withdraw/", posts.withdraw, name="withdraw_post"),
    path("posts/<id:pk>/hide/", posts.hide, name="hide_post"),
    path("posts/<id:pk>/show/", posts.unhide, name="unhide_post"),
    path("groups/<id:pk>/discussions/", discussions.group_discussions, name="group_discussions"),
    path("groups/<id:pk>/discussions/<slug:code>/", discussions.start, name="start_discussion"),
    path(
        "groups/<id:pk>/discussions/<slug:code>/follow/",
        following.follow_all,
        name="follow_module",
    ),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<id:pk>/", groups.group_detail, name="group_detail"),
    path("cohorts/<id:pk>/versions/", editions.cohort_editions, name="cohort_editions"),
    path("groups/<id:pk>/self-assessment/", results.group_levels, name="group_levels"),
    path("groups/<id:pk>/feedback/", feedback.give, name="give_feedback"),
    path("groups/<id:pk>/feedback/summary/", results.group_feedback, name="group_feedback"),
    path("feedback/", results.feedback_list, name="feedback_list"),
    path("feedback/export/<slug:form>/", results.feedback_export, name="feedback_export"),
]

calendar_urlpatterns = [
    path(
        "calendar/group/<slug:cohort>/<slug:code>.ics",
        calendars.group_calendar,
        name="group_calendar",
    ),
    path("calendar/region/<slug:code>.ics", calendars.region_calendar, name="region_calendar"),
    path("calendar/my/<str:token>.ics", calendars.person_calendar, name="person_calendar"),
]

# What the code on the wall holds: short, and in no language, for the phone has its own.
check_in_urlpatterns = [
    path("check-in/", check_in.in_own_language, name="check_in_any_language"),
    path("check-in/<str:token>/", check_in.in_own_language, name="check_in_scan"),
]
