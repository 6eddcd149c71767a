"""Addresses of the scheduling app: its pages, and the calendar feeds, which have no language."""

from django.urls import path

from scheduling.views import (
    assignments,
    calendars,
    closing,
    corrections,
    dates,
    decisions,
    discussions,
    editions,
    enrolment,
    feedback,
    following,
    groups,
    posts,
    public,
    results,
    sessions,
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
    path("sessions/decisions/", decisions.decision_list, name="decision_list"),
    path("sessions/<id:pk>/decisions/", decisions.session_decisions, name="session_decisions"),
    path(
        "sessions/<id:pk>/blocks/<id:block>/people/<id:person>/",
        decisions.attendance_case,
        name="attendance_case",
    ),
    path("sessions/<id:pk>/date/", dates.correct_date, name="correct_date"),
    path("sessions/<id:pk>/", sessions.roster, name="roster"),
    path("sessions/<id:pk>/close/", closing.close, name="close_session"),
    path("sessions/<id:pk>/reopen/", closing.reopen, name="reopen_session"),
    path("sessions/<id:pk>/countersign/", closing.confirm, name="countersign"),
    path("sessions/<id:pk>/correction/", corrections.correct, name="correct"),
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
