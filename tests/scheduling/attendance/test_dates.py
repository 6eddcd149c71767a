"""The wrong date of a whole group: proposed by one, accepted by another, the original kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions import dates as actions
from scheduling.actions.attendance import save_marks
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded, close_session
from scheduling.actions.decisions import NothingToDecide
from scheduling.actions.sessions import ClockChanges
from scheduling.models import AttendanceMark, DateCorrection, Session
from scheduling.queries import credited_hours
from scheduling.queries.dates import overlaps
from tests.factories import people, scheduling
from tests.factories.scheduling import session_with
from tests.scheduling.attendance.deciding import waiting_mark

pytestmark = pytest.mark.django_db
WRONG, RIGHT = dt.date(2024, 5, 8), dt.date(2024, 5, 9)


def recorded(trainer):
    session, blocks, persons = session_with(2)
    marks = [(b.pk, p.pk, "present", None) for b in blocks for p in persons[:1]]
    marks += [(blocks[0].pk, persons[1].pk, "late", dt.time(10, 40))]
    marks += [(blocks[1].pk, persons[1].pk, "absent", None)]
    save_marks(session=session, marks=marks, by=trainer)
    return close_session(session=session, by=trainer), blocks, persons


def propose(session, by, date=RIGHT, reason="Lapā ir 9. maijs"):
    return actions.propose_date(session=session, right_date=date, reason=reason, by=by)


def test_accepting_moves_the_day_and_records_each_mark_again(trainer, manager):
    session, blocks, persons = recorded(trainer)
    waiting_mark(blocks[1], persons[1], trainer)
    programme = session.day.programme
    before = credited_hours(None, programme)
    correction = propose(session, trainer)
    actions.decide_date(correction=correction, accept=True, reason="Salīdzināju", by=manager)
    session = Session.objects.get()
    assert (session.date, session.sequence, session.earlier_dates) == (RIGHT, 1, [WRONG])
    starts = [timezone.localtime(block.starts_at) for block in session.blocks.all()]
    assert [(s.date(), s.hour) for s in starts] == [(RIGHT, 9), (RIGHT, 13)]
    rows = list(AttendanceMark.objects.values_list("status", "source", "credited_hours"))
    originals = [("present", 4), ("present", 4), ("late", 2), ("absent", 0)]
    assert rows[:4] == [(status, "trainer", hours) for status, hours in originals]
    assert rows[4][:2] == ("present", "trainer")  # it waited, and goes on waiting
    assert sorted(rows[5:]) == sorted((s, "correction", h) for s, h in originals)
    reasons = set(AttendanceMark.objects.filter(source="correction").values_list("reason"))
    assert reasons == {("08.05.2024. → 09.05.2024. – Lapā ir 9. maijs",)}
    assert credited_hours(None, programme) == before
    assert AttendanceMark.objects.awaiting_decision().count() == 1
    lines = AuditEntry.objects.filter(action__startswith="session.date").order_by("id")
    assert [(line.action, line.after["date"], line.reason) for line in lines] == [
        ("session.date_correction_proposed", "2024-05-09", "Lapā ir 9. maijs"),
        ("session.date_correction_accepted", "2024-05-09", "Salīdzināju"),
    ]


def test_nothing_moves_before_a_second_person_accepts(trainer, manager):
    session, _blocks, _persons = recorded(trainer)
    correction = propose(session, trainer)
    with pytest.raises(SecondPersonNeeded):
        actions.decide_date(correction=correction, accept=True, reason="Es pats", by=trainer)
    with pytest.raises(ReasonMissing):
        actions.decide_date(correction=correction, accept=True, reason=" ", by=manager)
    actions.decide_date(correction=correction, accept=False, reason="Lapa ir pareiza", by=manager)
    with pytest.raises(NothingToDecide):
        actions.decide_date(correction=correction, accept=True, reason="Tomēr", by=manager)
    assert (Session.objects.get().date, AttendanceMark.objects.count()) == (WRONG, 4)
    assert Session.objects.get().earlier_dates == []


@pytest.mark.parametrize(
    ("date", "refusal"),
    [
        (WRONG, actions.NothingChanges),
        (timezone.localdate() + dt.timedelta(days=1), actions.SessionNotBegun),
        (dt.date(2024, 3, 31), None),
    ],
)
def test_a_date_that_cannot_be_is_refused(trainer, date, refusal):
    session, _blocks, _persons = recorded(trainer)
    if refusal is None:
        assert propose(session, trainer, date).right_date == date  # clocks change before nine
        return
    with pytest.raises(refusal):
        propose(session, trainer, date)


def test_hours_across_a_change_of_clocks_are_refused(trainer):
    session, blocks, _persons = recorded(trainer)
    blocks[0].starts_at = timezone.make_aware(dt.datetime(2024, 5, 8, 2, 0))
    blocks[0].save()
    with pytest.raises(ClockChanges):
        propose(session, trainer, dt.date(2024, 3, 31))


def test_a_day_without_marks_or_with_an_open_proposal_is_refused(trainer):
    session, _blocks, _persons = session_with(1)
    with pytest.raises(actions.NothingRecorded):
        propose(session, trainer)
    session, _blocks, _persons = recorded(trainer)
    propose(session, trainer)
    with pytest.raises(actions.CorrectionPending):
        propose(session, trainer)


def test_the_database_keeps_the_four_eyes_and_the_one_proposal(trainer, manager):
    session, _blocks, _persons = recorded(trainer)
    row = propose(session, trainer)
    now = timezone.now()
    done = {"state": "accepted", "decided_at": now, "decision_reason": "x"}
    fresh = {
        "session": session,
        "recorded_date": WRONG,
        "right_date": RIGHT,
        "reason": "x",
        "proposed_by": manager,
    }
    for name, break_it in {
        "date_corrected_by_a_second_person": lambda: DateCorrection.objects.update(
            **done, decided_by=trainer
        ),
        "decided_date_correction_says_who_and_why": lambda: DateCorrection.objects.update(
            state="accepted"
        ),
        "date_correction_changes_the_date": lambda: DateCorrection.objects.update(right_date=WRONG),
        "date_correction_states_a_reason": lambda: DateCorrection.objects.update(reason=""),
        "session": lambda: DateCorrection.objects.create(**fresh),
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            break_it()
    assert DateCorrection.objects.get() == row


def test_who_was_expected_elsewhere_at_the_same_hours_is_named(trainer):
    session, _blocks, persons = recorded(trainer)
    other = scheduling.group()
    same_day = scheduling.session(other, "K2", RIGHT)
    called_off = scheduling.session(other, "K3", RIGHT)
    called_off.state = "cancelled"
    called_off.save()
    scheduling.session(other, "T1", RIGHT + dt.timedelta(days=1))
    persons[0].enrolments.all().delete()
    scheduling.enrolment(other, person=persons[0])
    (found,) = overlaps(session, RIGHT)
    assert (found.session, found.people) == (same_day, [persons[0]])
    assert overlaps(session, dt.date(2024, 7, 1)) == []


def test_both_dates_are_shown_to_everybody(client, trainer, manager):
    session, _blocks, persons = recorded(trainer)
    path = f"/en/sessions/{session.pk}/date/"
    session.groups.get().trainers.add(trainer.person)
    client.force_login(trainer)
    page = client.post(path, {"right_date": "2024-05-09", "reason": "Lapā"}, follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "The date is proposed. It holds once a second person accepts it."
    ]
    assert page.context["may_decide"] is False
    page = client.post(path, {"do": "accept", "reason": "x"})
    assert page.context["form"].non_field_errors() == [
        "You proposed this date. Somebody else needs to decide."
    ]
    client.force_login(manager)
    assert client.post(path, {"do": "x", "reason": "x"}).status_code == 422
    client.post(path, {"do": "accept", "reason": "Salīdzināju"})
    first = "First recorded on"
    pages = [path, f"/en/sessions/{session.pk}/", "/en/sessions/?show=closed"]
    pages.append(f"/en/groups/{session.groups.get().pk}/")
    for one in pages:
        assert client.get(one).content.decode().count(first) == 1
    client.force_login(people.user(person=persons[0]))
    assert client.get("/en/my/").content.decode().count(first) == 1


@pytest.mark.parametrize(
    "typed", [{"right_date": "31.02.2024"}, {"right_date": "9999999-01-01"}, {"reason": "a\x00"}]
)
def test_bad_input_is_said_at_its_field(client, trainer, manager, typed):
    session, _blocks, _persons = recorded(trainer)
    client.force_login(manager)
    fields = {"right_date": "2024-05-09", "reason": "Lapā"} | typed
    page = client.post(f"/en/sessions/{session.pk}/date/", fields)
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(typed))
