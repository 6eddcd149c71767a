"""Groups, sessions, venues and enrolments in the Wagtail admin."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from people.models import AuditEntry
from scheduling.models import Session, TrainingGroup, Venue
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db
LISTS = ["group", "session", "venue", "enrolment", "cohort"]
SOON = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture
def manager():
    user = people.user("programme_manager")
    wanted = Permission.objects.filter(content_type__app_label="scheduling")
    user.user_permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    return user


@pytest.fixture
def admin(client, manager):
    client.force_login(manager)
    return client


def group_fields(group, **changes):
    return {
        "cohort": group.cohort_id,
        "code": group.code,
        "name": group.name,
        "region": group.region_id,
        "seats": group.seats,
        "is_open": "on",
    } | changes


def session_fields(session, **changes):
    return {
        "day": session.day_id,
        "date": session.date.isoformat(),
        "groups": [group.pk for group in session.groups.all()],
        "venue": session.venue_id or "",
        "online_url": session.online_url,
    } | changes


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_number_of_statements_for_any_length(admin, name):
    counts = []
    for more in (1, 3, 30):
        for _ in range(more):
            cohort = scheduling.cohort()
            group = scheduling.group(cohort)
            session = scheduling.session(group, "K1", SOON)
            session.venue = Venue.objects.create(name="Nams", municipality=people.municipality())
            session.save()
            someone = people.person(municipality=people.municipality())
            scheduling.enrolment(group, person=someone)
        admin.get(f"/admin/training_{name}/")
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(f"/admin/training_{name}/results/").status_code == 200
        counts.append(len(captured))
    assert counts[1:] == [counts[1]] * 2


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("typed", ["latgale", '"', "'", "b\u0113rz", "x" * 5000])
def test_searching_never_fails(admin, name, typed):
    assert admin.get(f"/admin/training_{name}/", {"q": typed}).status_code == 200


def test_people_without_the_permission_stay_out(client):
    client.force_login(people.user("trainer"))
    for name in LISTS:
        assert client.get(f"/admin/training_{name}/").status_code in {302, 403}


def test_enrolments_can_only_be_looked_at(admin):
    enrolment = scheduling.enrolment(scheduling.group())
    for act in ("new/", f"edit/{enrolment.pk}/", f"delete/{enrolment.pk}/"):
        answer = admin.post(f"/admin/training_enrolment/{act}", {"state": "withdrawn"})
        assert answer.status_code in {302, 403, 404}
    enrolment.refresh_from_db()
    assert enrolment.state == "confirmed"
    assert admin.get(f"/admin/training_enrolment/inspect/{enrolment.pk}/").status_code == 200


def test_exports_hold_no_formulas(admin):
    group = scheduling.group(name="=1+1")
    scheduling.enrolment(group, person=people.person(given_name="@SUM(A1)", family_name="\tX"))
    answer = admin.get("/admin/training_group/?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[1][2] == "'=1+1"
    answer = admin.get("/admin/training_enrolment/?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value) == ("s", "'@SUM(A1) X")
    header = [cell.value for cell in book.active[1]]
    assert len(header) == 7


def test_a_new_session_gets_its_blocks(admin):
    group = scheduling.group()
    day = group.cohort.programme.days.get(code="K1")
    fields = {
        "day": day.pk,
        "date": "2027-05-12",
        "groups": [group.pk],
        "venue": "",
        "online_url": "",
    }
    assert admin.post("/admin/training_session/new/", fields).status_code == 302
    session = Session.objects.get()
    assert [f"{timezone.localtime(b.starts_at):%H:%M}" for b in session.blocks.all()] == [
        "09:00",
        "13:00",
    ]
    assert AuditEntry.objects.filter(action="session.planned").count() == 1


def test_changing_the_date_moves_the_session_and_its_blocks(admin, manager):
    session = scheduling.session(scheduling.group())
    answer = admin.post(
        f"/admin/training_session/edit/{session.pk}/",
        session_fields(session, date="2026-10-26"),
    )
    assert answer.status_code == 302
    uid = session.uid
    session.refresh_from_db()
    assert (session.uid, session.sequence, session.date) == (uid, 1, dt.date(2026, 10, 26))
    starts = [timezone.localtime(b.starts_at) for b in session.blocks.all()]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in starts] == ["2026-10-26 09:00", "2026-10-26 13:00"]
    assert AuditEntry.objects.get(action="session.moved").actor == manager


def test_a_day_with_attendance_is_not_moved_and_the_form_says_so(admin):
    session = scheduling.session(scheduling.group())
    scheduling.mark(session.blocks.all()[0], people.person(), people.user())
    for change in ({"date": "2026-10-26"}, {"cancel": "on"}):
        page = admin.post(
            f"/admin/training_session/edit/{session.pk}/", session_fields(session, **change)
        )
        assert page.status_code == 200
        assert list(page.context["form"].errors) == [next(iter(change))]
    session.refresh_from_db()
    assert (session.date, session.state) == (dt.date(2024, 5, 8), "planned")


def test_cancelling_and_a_new_venue_raise_the_sequence(admin):
    session = scheduling.session(scheduling.group())
    venue = Venue.objects.create(name="Nams")
    path = f"/admin/training_session/edit/{session.pk}/"
    admin.post(path, session_fields(session, venue=venue.pk))
    session.refresh_from_db()
    assert (session.venue, session.sequence) == (venue, 1)
    admin.post(path, session_fields(session, cancel="on"))
    session.refresh_from_db()
    assert (session.state, session.sequence) == ("cancelled", 2)


def test_raising_seats_promotes_and_lowering_below_the_confirmed_is_refused(admin):
    group = scheduling.group(seats=1)
    scheduling.session(group, "K1", SOON)
    scheduling.enrolment(group)
    waiting = scheduling.enrolment(group, state="waiting")
    path = f"/admin/training_group/edit/{group.pk}/"
    assert admin.post(path, group_fields(group, seats=2)).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    page = admin.post(path, group_fields(group, seats=1))
    assert list(page.context["form"].errors) == ["seats"]
    assert TrainingGroup.objects.get().seats == 2


def test_trainers_are_chosen_among_those_with_the_role(admin):
    trainer, other = people.person(), people.person()
    people.user("trainer", person=trainer)
    group = scheduling.group()
    path = f"/admin/training_group/edit/{group.pk}/"
    page = admin.post(path, group_fields(group, trainers=[other.pk]))
    assert list(page.context["form"].errors) == ["trainers"]
    assert admin.post(path, group_fields(group, trainers=[trainer.pk])).status_code == 302
    assert list(group.trainers.all()) == [trainer]
