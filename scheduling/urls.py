"""Addresses of the scheduling app: its pages, and the calendar feeds, which have no language."""

from django.urls import path

from scheduling.views import calendars, editions, enrolment, groups, public, sessions

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
    path("sessions/<id:pk>/close/", sessions.close_session, name="close_session"),
    path("sessions/<id:pk>/correction/", sessions.correct, name="correct"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<id:pk>/", groups.group_detail, name="group_detail"),
    path("cohorts/<id:pk>/versions/", editions.cohort_editions, name="cohort_editions"),
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
