"""Whose certificate hangs by one block, against a plain reference; and warning them."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from certificates.actions.warnings import warn_at_risk
from certificates.models import RiskWarning
from certificates.queries.risk import Risk, group_at_risk, risk_of
from certificates.queries.terms import Hours
from people.models import AuditEntry
from scheduling.models import AttendanceMark, Session
from tests.factories import certificates, courses, people, scheduling

DAYS = ("K1", "K2", "K3", "T1", "T2")
TODAY = timezone.localdate()
PAST, AHEAD = TODAY - dt.timedelta(days=3), TODAY + dt.timedelta(days=20)


@pytest.mark.parametrize(
    ("done", "possible", "risk"),
    [
        (32, 0, None),  # has the hours already
        (32, 8, None),
        (24, 16, None),  # two blocks to spare
        (28, 8, Risk.DAY),
        (24, 12, Risk.DAY),
        ("28.25", 7, Risk.BLOCK),
        (24, 8, Risk.BLOCK),
        ("31.75", "0.25", Risk.BLOCK),
        (24, "7.75", Risk.LOST),
        (0, 0, Risk.LOST),
    ],
)
def test_the_margin_decides(done, possible, risk):
    hours = Hours(Decimal(done), Decimal(possible), Decimal(32), Decimal(40))
    assert risk_of(hours, Decimal(4)) == risk


class TestAgainstAPlainReference(TestCase):
    """Any mixture of held, coming and repeated days gives what a child would add up."""

    # A day of the own group: still ahead, or held with both blocks marked (hours) or unmarked.
    own_day = st.one_of(
        st.just("ahead"),
        st.tuples(*[st.sampled_from([None, "0", "1.5", "4"])] * 2),
    )

    @settings(max_examples=40, deadline=None)
    @given(days=st.tuples(*[own_day] * 5), repeats=st.tuples(*[st.booleans()] * 5))
    def test_risk(self, days, repeats):
        group = scheduling.group(scheduling.cohort(courses.programme()))
        other = scheduling.group(group.cohort)
        person, by = scheduling.enrolment(group).person, people.user()
        for code, day, repeat in zip(DAYS, days, repeats, strict=True):
            held = scheduling.session(group, code, AHEAD if day == "ahead" else PAST)
            for block, hours in zip(held.blocks.all(), day if day != "ahead" else (), strict=False):
                if hours is not None:
                    certificates.attend(person, [block], by, Decimal(hours))
            if repeat:
                scheduling.session(other, code, AHEAD + dt.timedelta(days=5))
        has_begun = set(days) != {"ahead"}
        expected = reference(days, repeats) if has_begun else None
        found = group_at_risk(group)
        people_found = [(one.person, one.risk) for one in [*found.endangered, *found.lost]]
        assert people_found == ([(person, expected)] if expected else [])


def reference(days, repeats):
    """Add up block by block what is there, what can come, and what is missing."""
    sure = reachable = Decimal(0)
    for day, repeat in zip(days, repeats, strict=True):
        for part in (0, 1):
            hours = None if day == "ahead" else day[part]
            got = Decimal(hours or 0)
            can_come = repeat or day == "ahead" or hours is None
            sure += got
            reachable += Decimal(4) if can_come else got
    if sure >= 32:
        return None
    if reachable < 32:
        return "lost"
    if reachable - 4 < 32:
        return "block"
    return "day" if reachable - 4 == 32 else None


@pytest.fixture
def endangered(db):
    """A group that has had two days; somebody missed both of them, two blocks to spare are gone."""
    group = scheduling.group(scheduling.cohort(certificates.programme()))
    by = people.user("programme_manager")
    sessions = [
        scheduling.session(group, code, AHEAD if code in DAYS[2:] else PAST) for code in DAYS
    ]
    missing = scheduling.enrolment(group, person=people.person(email="anna@example.lv")).person
    there = scheduling.enrolment(group).person
    for session, block in product(sessions[:2], (0, 1)):
        one = session.blocks.all()[block]
        certificates.attend(there, [one], by)
        is_there = session == sessions[1]
        scheduling.mark(one, missing, by, status="present" if is_there else "absent")
    return group, missing, there, by


@pytest.mark.django_db
def test_the_page_lists_people_by_group_and_not_those_with_enough_to_spare(client, endangered):
    group, missing, _there, by = endangered
    client.force_login(by)
    (listed,) = client.get("/en/at-risk/").context["groups"]
    (one,) = listed.endangered
    assert (listed.group, one.person, one.risk) == (group, missing, "block")
    assert (one.hours.done, one.hours.possible, one.hours.needed) == (8, 24, 32)
    assert one.can_be_warned is True


@pytest.mark.django_db
def test_trainers_see_and_warn_their_own_groups_only(client, endangered):
    group, missing, _there, _by = endangered
    trainer = people.user("trainer", person=people.person())
    client.force_login(trainer)
    path = f"/en/groups/{group.pk}/at-risk/warn/"
    assert client.get("/en/at-risk/").context["groups"] == []
    assert client.post(path, {"people": [missing.pk]}).status_code == 404
    group.trainers.add(trainer.person)
    page = client.get("/en/at-risk/")
    assert [listed.group for listed in page.context["groups"]] == [group]
    assert page.content.decode().count("Send the warning") == 1
    assert client.post(path, {"people": [missing.pk]}).status_code == 302
    assert len(mail.outbox) == 1
    client.force_login(people.user("auditor"))
    page = client.get("/en/at-risk/")
    assert page.content.decode().count("Send the warning") == 0
    assert client.post(path, {"people": [missing.pk]}).status_code == 404


def test_a_warning_is_sent_remembered_and_audited_once_a_week(endangered):
    group, missing, there, by = endangered
    warned = warn_at_risk(group=group, person_ids=[missing.pk, there.pk], by=by)
    assert (warned.people, warned.lately, warned.not_at_risk) == ([missing], 0, 1)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["anna@example.lv"], "Jūsu apliecība ir apdraudēta")
    row = RiskWarning.objects.get()
    assert (row.person, row.group, row.sent_on, row.sent_by) == (missing, group, TODAY, by)
    line = AuditEntry.objects.get(action="certificates.warned")
    assert line.after == {"person": missing.pk, "group": group.pk, "risk": "block"}
    for days_ago, sent in ((0, 0), (6, 0), (7, 1)):
        RiskWarning.objects.filter(pk=row.pk).update(sent_on=TODAY - dt.timedelta(days=days_ago))
        again = warn_at_risk(group=group, person_ids=[missing.pk], by=by)
        assert (len(again.people), again.lately) == (sent, 1 - sent)
    assert len(mail.outbox) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskWarning.objects.create(person=missing, group=group, sent_on=TODAY, sent_by=by)


def test_who_has_no_address_is_counted_and_not_written_to(endangered):
    group, missing, _there, by = endangered
    type(missing).objects.filter(pk=missing.pk).update(email="")
    warned = warn_at_risk(group=group, person_ids=[missing.pk], by=by)
    assert (warned.people, warned.without_address) == ([], 1)
    assert (len(mail.outbox), RiskWarning.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("people_sent", [[], ["x"], ["0"], ["9" * 40], ["1\x00"]])
def test_a_forged_choice_gets_a_sentence(client, endangered, people_sent):
    group, _missing, _there, by = endangered
    client.force_login(by)
    path = f"/en/groups/{group.pk}/at-risk/warn/"
    page = client.post(path, {"people": people_sent}, follow=True)
    assert len([str(message) for message in page.context["messages"]]) == 1
    assert len(mail.outbox) == 0


@pytest.mark.django_db
def test_a_cancelled_day_counts_for_nothing(endangered):
    group, missing, _there, _by = endangered
    Session.objects.filter(date=AHEAD, day__code="T2").update(state="cancelled")
    assert [one.person for one in group_at_risk(group).lost] == [missing]


@pytest.mark.django_db
def test_the_page_takes_as_many_statements_for_three_hundred_people(client):
    by = people.user("programme_manager")
    client.force_login(by)
    cohort = scheduling.cohort(certificates.programme())
    counts = []
    for more in (3, 27, 270):
        group = scheduling.group(cohort)
        sessions = [
            scheduling.session(group, code, AHEAD if code in DAYS[2:] else PAST) for code in DAYS
        ]
        persons = [scheduling.enrolment(group).person for _ in range(more)]
        AttendanceMark.objects.bulk_create(
            AttendanceMark(
                block=block,
                person=person,
                status="absent",
                credited_hours=0,
                recorded_by=by,
            )
            for person in persons
            for block in sessions[0].blocks.all()
        )
        client.get("/en/at-risk/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/en/at-risk/")
        counts.append(len(captured))
        assert len(page.context["groups"][-1].endangered) == more
    assert counts == [counts[0]] * 3
