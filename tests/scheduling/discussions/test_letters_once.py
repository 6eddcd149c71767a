"""No letter twice: a run killed half-way, two workers at once, a form sent twice at once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from lms.models import OutgoingMail
from people.models import User
from scheduling.actions import discussion_letters as letters
from scheduling.actions import discussions as actions
from scheduling.actions.discussion_letters import write_discussion_letters
from scheduling.models import Discussion, DiscussionLetters, Post, PostToTell
from tests.factories import courses, scheduling
from tests.factories.discussions import discussion, member, trainer

pytestmark = pytest.mark.django_db


def address(user):
    return user.person.email


def test_killed_half_way_each_gets_one_letter(group, writer, teacher, monkeypatch, settings):
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"
    others = [trainer(group) for _ in range(3)]
    discussion(group, writer, kind="question")
    write, turns = letters._write_to, []

    def dies_at_the_third(user_id):
        turns.append(user_id)
        if len(turns) == 3:
            with letters.transaction.atomic():
                write.__wrapped__(user_id)
                raise KeyboardInterrupt
        return write(user_id)

    monkeypatch.setattr(letters, "_write_to", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        write_discussion_letters()
    assert OutgoingMail.objects.count() == 2
    assert write_discussion_letters() == 2

    to = sorted(row.to[0] for row in OutgoingMail.objects.all())
    assert to == sorted(address(user) for user in [teacher, *others])
    assert write_discussion_letters() == 0


@pytest.fixture
def contested(transactional_db, settings):
    """Two workers about to write the same letter."""
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"
    courses.programme()
    group = scheduling.group()
    asked, answering = member(group), trainer(group)
    discussion(group, asked, kind="question")
    DiscussionLetters.objects.create(user=answering)
    return answering.pk


def write_at_once(user_id):
    gate = threading.Barrier(2)

    def act(_):
        gate.wait(10)
        try:
            return letters._write_to(user_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(act, range(2)))


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_writes(contested):
    assert write_at_once(contested) == [False, True]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_look_under_the_lock_both_write(contested, monkeypatch):
    """Proof that the test above can fail: what is due and to be told is known from before."""
    known = list(PostToTell.objects.values_list("post__discussion", flat=True))
    found = Discussion.objects.select_related("group", "module").get(pk__in=known)
    monkeypatch.setattr(letters, "_is_due", lambda *_: True)
    monkeypatch.setattr(letters, "_news", lambda *_: [(found, 1)])

    assert write_at_once(contested) == [True, True]
    assert OutgoingMail.objects.count() == 2


def send_at_once(one, by):
    """Send the same form twice, released together; return the posts it made."""
    gate, nonce = threading.Barrier(2), uuid.uuid4()

    def act(_):
        gate.wait(10)
        try:
            return actions.write_post(
                discussion=Discussion.objects.get(pk=one.pk),
                text="Reiz",
                nonce=nonce,
                by=User.objects.get(pk=by.pk),
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return set(pool.map(act, range(2)))


@pytest.fixture
def talk(transactional_db):
    courses.programme()
    by = member(scheduling.group())
    return discussion(by.person.enrolments.get().group, by), by


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one_post(talk):
    assert len(send_at_once(*talk)) == 1
    assert Post.objects.filter(text="Reiz").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_look_only_the_constraint_refuses_the_second(talk, monkeypatch):
    """Proof that the test above can fail: nobody waits or looks what the form has made before."""
    monkeypatch.setattr(actions, "_written_before", lambda *_: None)

    with pytest.raises(IntegrityError):
        send_at_once(*talk)

    assert Post.objects.filter(text="Reiz").count() == 1


def write_six_at_once(one, by):
    """Send six different forms, released together; return how many were refused."""
    gate = threading.Barrier(6)

    def act(_):
        seen, author = Discussion.objects.get(pk=one.pk), User.objects.get(pk=by.pk)
        gate.wait(10)
        try:
            actions.write_post(discussion=seen, text="Daudz", nonce=uuid.uuid4(), by=author)
        except actions.TooManyPosts:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(6) as pool:
        return sum(pool.map(act, range(6)))


@pytest.fixture
def nearly_too_many(talk):
    """An account that may write three posts more within this hour."""
    one, by = talk
    Post.objects.bulk_create(
        Post(discussion=one, author=by, role="participant", text="Jau bija") for _ in range(16)
    )
    return one, by


@pytest.mark.django_db(transaction=True)
def test_six_at_once_with_three_left_make_three(nearly_too_many):
    assert write_six_at_once(*nearly_too_many) == 3
    assert Post.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_if_all_count_before_any_writes_six_are_made(nearly_too_many, monkeypatch):
    """Proof that the test above can fail: what is counted is known from before."""
    monkeypatch.setattr(actions, "_count_posts", lambda _by: None)

    assert write_six_at_once(*nearly_too_many) == 0
    assert Post.objects.count() == 23
