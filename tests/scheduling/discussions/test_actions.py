"""Discussions: who reads them, what is written, withdrawn, hidden and closed, what waits."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.discussions import (
    DiscussionClosed,
    TooManyPosts,
    close_discussion,
    reopen_discussion,
    start_discussion,
    write_post,
)
from scheduling.actions.posts import PostTakenAway, edit_post, hide_post, unhide_post, withdraw_post
from scheduling.models import Discussion, EarlierWording, Enrolment, Post
from scheduling.queries.discussions import discussions_of, unanswered_for, unread_in
from tests.factories import people, scheduling
from tests.factories.discussions import discussion, member, post, trainer

pytestmark = pytest.mark.django_db


def reads(user, one):
    answers = {
        Discussion.objects.visible_to(user).filter(pk=one.pk).exists(),
        user.has_perm("scheduling.see_discussion", one),
    }
    assert len(answers) == 1  # the list and the permission agree
    return answers.pop()


def lead_of(person):
    team = people.team()
    people.member(team, person=person)
    return people.user(person=people.member(team, "lead").person)


def test_an_open_discussion_is_read_by_the_group_its_trainers_and_managers(group, writer, teacher):
    one = discussion(group, writer)

    assert reads(writer, one)
    assert reads(member(group), one)
    assert reads(member(group, state="completed"), one)
    assert reads(teacher, one)
    assert reads(people.user("programme_manager"), one)


def test_a_question_is_read_by_who_asked_trainers_and_managers_and_nobody_else(
    group, writer, teacher
):
    one = discussion(group, writer, kind="question")

    assert reads(writer, one)
    assert reads(teacher, one)
    assert reads(people.user("programme_manager"), one)
    assert not reads(member(group), one)
    assert not reads(trainer(scheduling.group()), one)
    assert not reads(people.user("mentor", person=people.person()), one)
    assert not reads(lead_of(writer.person), one)


@pytest.mark.parametrize("kind", ["open", "question"])
def test_strangers_read_nothing(group, writer, kind):
    one = discussion(group, writer, kind=kind)

    strangers = [
        member(scheduling.group()),
        trainer(scheduling.group()),
        lead_of(writer.person),
        *(people.user(role, person=people.person()) for role in ("mentor", "trainer", "auditor")),
        *(people.user(role) for role in ("evaluator", "content_editor")),
    ]
    assert [reads(user, one) for user in strangers] == [False] * len(strangers)


@pytest.mark.parametrize("state", ["applied", "waiting", "withdrawn"])
def test_without_a_place_there_is_no_discussion(group, state):
    one = discussion(group, member(group))

    assert not reads(member(group, state=state), one)


@pytest.mark.parametrize("kind", ["open", "question"])
def test_who_leaves_the_group_reads_no_more_and_their_posts_stay(group, writer, kind):
    one = discussion(group, writer, kind=kind, text="Paliek")
    Enrolment.objects.update(state="withdrawn")

    assert not reads(writer, one)
    assert not writer.has_perm("scheduling.edit_post", one.posts.get())
    assert [p.text for p in one.posts.shown()] == ["Paliek"]


def test_a_trainer_whose_role_ended_reads_nothing(group, writer, teacher):
    one = discussion(group, writer)
    teacher.role_assignments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))

    assert not reads(teacher, one)


def test_a_closed_account_reads_nothing(group, writer):
    one = discussion(group, writer)
    writer.is_active = False

    assert not reads(writer, one)


def test_an_account_goes_on_when_its_person_becomes_another_record(group, writer):
    one = discussion(group, writer, kind="question")
    kept = people.person()
    Enrolment.objects.filter(person=writer.person).update(person=kept)
    writer.person = kept
    writer.save()

    assert reads(writer, one)
    assert writer.has_perm("scheduling.edit_post", one.posts.get())
    assert one.posts.get().author.get_full_name() == kept.full_name


def test_the_role_is_what_the_author_was_when_writing(group, writer, teacher):
    one = discussion(group, writer)
    post(one, teacher)
    post(one, people.user("programme_manager"))
    group.trainers.clear()

    assert [p.role for p in one.posts.all()] == ["participant", "trainer", "manager"]


def test_the_same_form_twice_makes_one_post(group, writer):
    one, nonce = discussion(group, writer), uuid.uuid4()

    made = {write_post(discussion=one, text="Reiz", nonce=nonce, by=writer).pk for _ in range(2)}

    assert len(made) == 1
    assert Post.objects.filter(text="Reiz").count() == 1


def test_the_same_form_twice_begins_one_discussion(group, writer):
    place = Discussion(group=group, module=group.cohort.programme.modules.first())
    nonce = uuid.uuid4()
    made = {
        start_discussion(
            place=place, kind="open", part=None, text="Reiz", nonce=nonce, by=writer
        ).pk
        for _ in range(2)
    }

    assert made == {Discussion.objects.get().pk}


def test_another_account_may_have_the_same_nonce(group, writer):
    one, nonce = discussion(group, writer), uuid.uuid4()

    for by in (writer, member(group)):
        write_post(discussion=one, text="Reiz", nonce=nonce, by=by)

    assert Post.objects.filter(nonce=nonce).count() == 2


def test_the_twenty_first_post_of_an_hour_is_refused_until_the_first_is_an_hour_old(group, writer):
    one = discussion(group, writer)
    for _ in range(19):
        post(one, writer)
    oldest = one.posts.first()

    with pytest.raises(TooManyPosts) as refused:
        post(one, writer)

    assert refused.value.again_at == oldest.posted_at + dt.timedelta(hours=1)
    assert one.posts.count() == 20
    post(one, member(group))
    oldest.posted_at -= dt.timedelta(hours=1)
    oldest.save()
    post(one, writer)
    assert one.posts.count() == 22


def test_a_discussion_over_the_limit_leaves_no_empty_row(group, writer):
    one = discussion(group, writer)
    for _ in range(19):
        post(one, writer)

    with pytest.raises(TooManyPosts):
        discussion(group, writer)

    assert Discussion.objects.count() == 1


def test_an_edit_keeps_every_earlier_wording(group, writer):
    first = discussion(group, writer, text="Viens").posts.get()

    for text in ("Divi", "Divi", "Trīs"):
        edit_post(post=first, text=text, by=writer)

    first.refresh_from_db()
    assert (first.text, first.edited_at is not None) == ("Trīs", True)
    assert list(EarlierWording.objects.values_list("text", flat=True)) == ["Viens", "Divi"]


def test_the_twenty_first_edit_of_an_hour_is_refused(group, writer):
    first = discussion(group, writer).posts.get()
    for n in range(20):
        edit_post(post=first, text=f"Nr. {n}", by=writer)

    with pytest.raises(TooManyPosts) as refused:
        edit_post(post=first, text="Nr. 20", by=writer)

    oldest = EarlierWording.objects.first()
    assert refused.value.again_at == oldest.until + dt.timedelta(hours=1)
    assert EarlierWording.objects.count() == 20
    assert Post.objects.get().text == "Nr. 19"


def test_what_is_withdrawn_hidden_or_closed_is_not_edited(group, writer, teacher):
    one = discussion(group, writer)
    withdrawn, hidden, closed = (post(one, writer) for _ in range(3))
    withdraw_post(post=withdrawn, by=writer)
    hide_post(post=hidden, reason="Aizskar", by=teacher)
    for taken in (withdrawn, hidden):
        with pytest.raises(PostTakenAway):
            edit_post(post=taken, text="Cits", by=writer)
    close_discussion(discussion=one, by=teacher)
    with pytest.raises(DiscussionClosed):
        edit_post(post=closed, text="Cits", by=writer)

    assert EarlierWording.objects.count() == 0


def test_hiding_needs_a_reason_leaves_an_audit_line_and_can_be_undone(group, writer, teacher):
    first = discussion(group, writer).posts.get()

    hide_post(post=first, reason="Aizskar kolēģi", by=teacher)
    hide_post(post=first, reason="Otrreiz", by=teacher)
    first.refresh_from_db()
    assert (first.hidden_by, first.hidden_reason) == (teacher, "Aizskar kolēģi")
    unhide_post(post=first, by=teacher)
    unhide_post(post=first, by=teacher)

    first.refresh_from_db()
    assert (first.hidden_at, first.hidden_by, first.hidden_reason) == (None, None, "")
    lines = AuditEntry.objects.filter(object_type="scheduling.post").order_by("pk")
    assert [(line.action, line.actor, line.reason) for line in lines] == [
        ("scheduling.post_hidden", teacher, "Aizskar kolēģi"),
        ("scheduling.post_unhidden", teacher, ""),
    ]


def test_a_withdrawn_post_is_not_hidden_any_more(group, writer, teacher):
    first = discussion(group, writer).posts.get()
    withdraw_post(post=first, by=writer)

    with pytest.raises(PostTakenAway):
        hide_post(post=first, reason="Aizskar", by=teacher)


def test_nobody_writes_in_a_closed_discussion_until_it_is_open_again(group, writer, teacher):
    one = discussion(group, writer)
    close_discussion(discussion=one, by=teacher)
    close_discussion(discussion=one, by=people.user("programme_manager"))
    one.refresh_from_db()
    assert one.closed_by == teacher

    with pytest.raises(DiscussionClosed):
        post(one, teacher)
    withdraw_post(post=one.posts.get(), by=writer)
    reopen_discussion(discussion=one, by=teacher)
    reopen_discussion(discussion=one, by=teacher)
    post(one, writer)

    actions = AuditEntry.objects.filter(object_type="scheduling.discussion").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "scheduling.discussion_started",
        "scheduling.discussion_closed",
        "scheduling.discussion_reopened",
    ]


BROKEN = {
    "hidden_post_has_reason_and_author": {"hidden_at": timezone.now()},
    "post_has_words": {"text": ""},
    "post_role_is_known": {"role": "mentor"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_broken_post(group, writer, name):
    discussion(group, writer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.update(**BROKEN[name])


@pytest.mark.parametrize(
    "fields", [{"kind": "secret"}, {"part_id": "aim"}, {"closed_at": timezone.now()}]
)
def test_the_database_refuses_a_broken_discussion(group, writer, fields):
    discussion(group, writer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Discussion.objects.update(**fields)


def test_neither_a_discussion_nor_a_post_is_deleted(group, writer):
    one = discussion(group, writer)

    for row in (writer, group, one.module, one):
        with pytest.raises(IntegrityError):  # ProtectedError is one
            row.delete()


def test_unread_is_what_others_wrote_after_the_last_look_and_is_shown(group, writer, teacher):
    one = discussion(group, writer)
    answer, taken, hidden = (post(one, teacher) for _ in range(3))
    discussion(group, member(group), kind="question")
    withdraw_post(post=taken, by=teacher)
    hide_post(post=hidden, reason="Pārskatīšanās", by=teacher)

    assert unread_in(group, writer) == 1
    [found] = discussions_of(group, writer)
    assert (found.unread, found.shown_posts, found.last_at) == (1, 2, answer.posted_at)
    post(one, writer)
    assert unread_in(group, writer) == 0
    assert unread_in(group, member(group)) == 3


def waiting(user):
    return [(one.pk, one.waiting_since) for one in unanswered_for(user)]


def test_a_question_waits_since_its_first_unanswered_post(group, writer, teacher):
    one = discussion(group, writer, kind="question")
    later = discussion(group, member(group))
    first, second = one.posts.get(), post(one, writer)

    assert waiting(teacher) == [
        (one.pk, first.posted_at),
        (later.pk, later.posts.get().posted_at),
    ]
    answer = post(one, teacher)
    assert [pk for pk, _ in waiting(teacher)] == [later.pk]
    again = post(one, writer)
    assert waiting(teacher)[1] == (one.pk, again.posted_at)
    withdraw_post(post=again, by=writer)
    assert [pk for pk, _ in waiting(teacher)] == [later.pk]
    withdraw_post(post=answer, by=teacher)
    hide_post(post=first, reason="Aizskar", by=teacher)
    assert waiting(teacher)[0] == (later.pk, later.posts.get().posted_at)
    assert waiting(teacher)[1] == (one.pk, second.posted_at)


def test_what_is_closed_answered_by_a_manager_or_of_another_group_does_not_wait(
    group, writer, teacher
):
    closed, answered = discussion(group, writer), discussion(group, writer)
    close_discussion(discussion=closed, by=teacher)
    post(answered, people.user("programme_manager"))
    other = scheduling.group()
    discussion(other, member(other))
    discussion(group, teacher)

    assert waiting(teacher) == []


def test_the_order_of_the_list_is_that_of_the_last_post(group, writer):
    older, newer = discussion(group, writer), discussion(group, writer)

    assert list(discussions_of(group, writer)) == [newer, older]
    post(older, writer)
    assert list(discussions_of(group, writer)) == [older, newer]
