"""Inviting those who are due a certificate to write, before it is issued, what they have learnt."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from certificates.actions import invitations
from certificates.actions.invitations import invite_to_write
from certificates.actions.supplement import save_details
from certificates.models import WritingInvitation
from certificates.queries.invitations import OwnWords, own_words_of
from people.models import AuditEntry
from tests.certificates.test_numbering import in_parallel
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db


def write(person, programme, words="Protu."):
    save_details(
        person=person,
        programme=programme,
        name_dative="",
        outcomes=words,
        prints_self_assessment=False,
        by=people.user(),
    )


def invite(group, by, kind="competence"):
    return invite_to_write(cohort=group.cohort, group=group, kind=kind, by=by)


def test_who_is_due_and_silent_gets_a_letter_in_their_language(group, manager, programme):
    latvian = certificates.due_person(group, manager, email="anna@example.invalid")
    english = certificates.due_person(group, manager, email="bob@example.invalid")
    UserProfile.objects.create(user=people.user(person=english), preferred_language="en")
    writer = certificates.due_person(group, manager, email="c@example.invalid")
    write(writer, programme)
    certificates.due_person(group, manager, email="")
    certificates.due_person(group, manager, blocks=7, email="short@example.invalid")

    assert invite(group, manager) == sorted([latvian, english], key=lambda one: one.sort_key)

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(letters) == ["anna@example.invalid", "bob@example.invalid"]
    anna, bob = letters["anna@example.invalid"], letters["bob@example.invalid"]
    assert anna.subject == "Pirms apliecības izsniegšanas: uzrakstiet par iemācīto"
    assert bob.subject == "Before your certificate is issued: say what you have learnt"
    assert f"„{programme.title}”" in anna.body
    assert f"“{programme.title_en}”" in bob.body
    assert "http://127.0.0.1:8000/lv/my/certificate/details/" in anna.body
    assert "http://127.0.0.1:8000/en/my/certificate/details/" in bob.body
    lines = AuditEntry.objects.filter(action="certificates.invited_to_write")
    assert {(line.actor, line.after["person"], line.after["kind"]) for line in lines} == {
        (manager, latvian.pk, "competence"),
        (manager, english.pk, "competence"),
    }


@pytest.mark.parametrize(("days_ago", "sent"), [(0, 0), (6, 0), (7, 1)])
def test_nobody_is_invited_twice_within_a_week(group, manager, days_ago, sent):
    person = certificates.due_person(group, manager, email="anna@example.invalid")
    invite(group, manager)
    sent_on = timezone.localdate() - dt.timedelta(days=days_ago)
    WritingInvitation.objects.update(sent_on=sent_on)

    assert invite(group, manager) == [person] * sent
    assert len(mail.outbox) == 1 + sent


def test_the_database_refuses_two_invitations_of_one_day(group, manager, programme):
    person = certificates.due_person(group, manager)
    row = {"person": person, "programme": programme, "sent_on": timezone.localdate()}
    WritingInvitation.objects.create(sent_by=manager, **row)

    with pytest.raises(IntegrityError), transaction.atomic():
        WritingInvitation.objects.create(sent_by=manager, **row)


def test_the_page_counts_and_the_button_invites(client, group, manager, programme):
    client.force_login(manager)
    write(certificates.due_person(group, manager), programme)
    certificates.due_person(group, manager, email="anna@example.invalid")
    certificates.due_person(group, manager, email="")
    page = reverse("certificates:batch_preview", args=[group.pk])

    shown = client.get(page)
    assert "Par iemācīto jau uzrakstījuši: 1 no 3." in shown.content.decode()
    assert "Uzaicināt rakstīt 1 cilvēku" in shown.content.decode()

    way = reverse("certificates:invite_group_to_write", args=[group.pk])
    answer = client.post(way, {"kind": "competence"}, follow=True)
    assert answer.redirect_chain == [(f"{page}?kind=competence", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Nosūtīts 1 uzaicinājums."]
    assert "Uzaicināti pēdējā nedēļā: 1." in answer.content.decode()
    assert "Uzaicināt rakstīt" not in answer.content.decode()

    again = client.post(way, {"kind": "competence"}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "Pašlaik vairs nav, ko uzaicināt."
    ]


def test_a_whole_cohort_is_invited_to_the_confirmation_too(client, group, manager):
    client.force_login(manager)
    other = scheduling.group(group.cohort)
    certificates.close(*scheduling.week(other))
    for one in (group, other):
        certificates.due_person(one, manager, blocks=4, email="anna@example.invalid")
    way = reverse("certificates:invite_cohort_to_write", args=[group.cohort.pk])

    answer = client.post(way, {"kind": "attendance"})

    page = reverse("certificates:cohort_preview", args=[group.cohort.pk])
    assert answer["Location"] == f"{page}?kind=attendance"
    assert len(mail.outbox) == 2
    assert "apmeklējuma apliecinājums" in mail.outbox[0].body


def test_three_hundred_are_invited_in_as_many_statements_as_three(group, manager):
    counted = []
    for more in (1, 2, 297):
        for _ in range(more):
            person = certificates.due_person(group, manager, email="anna@example.invalid")
            people.user(person=person)
        WritingInvitation.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            invite(group, manager)
        counted.append(len(captured))

    assert len(mail.outbox) == 1 + 3 + 300
    assert len(set(counted)) == 1, counted


@pytest.mark.parametrize("kind", ["", "x", "9" * 5000])
def test_an_unknown_kind_is_read_as_the_certificate(client, group, manager, kind):
    client.force_login(manager)
    way = reverse("certificates:invite_group_to_write", args=[group.pk])

    assert client.post(way, {"kind": kind})["Location"].endswith("?kind=competence")


@pytest.fixture
def four_at_once(transactional_db, settings):
    """Four managers who press for the same person in the same moment."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    group = certificates.trained_group()
    certificates.due_person(group, people.user(), email="anna@example.invalid")
    managers = [people.user("programme_manager") for _ in range(4)]
    return [lambda by=by: invite(group, by) for by in managers]


def test_four_who_press_at_once_send_one_letter(four_at_once):
    faults = in_parallel(four_at_once)

    assert [fault for fault in faults if fault] == []
    assert (len(mail.outbox), WritingInvitation.objects.count()) == (1, 1)


def test_the_twin_that_counts_before_the_lock_meets_the_constraint(four_at_once, monkeypatch):
    def stale(ready, _programme):
        return OwnWords(0, list(ready), 0, 0)

    assert invitations.own_words_of is own_words_of
    monkeypatch.setattr(invitations, "own_words_of", stale)

    faults = in_parallel(four_at_once)

    assert [type(fault).__name__ for fault in faults if fault] == ["IntegrityError"] * 3
    assert (len(mail.outbox), WritingInvitation.objects.count()) == (1, 1)
