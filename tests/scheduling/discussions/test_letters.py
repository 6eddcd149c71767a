"""Letters about new posts: to whom, when, what is in them, and never twice."""

import datetime as dt
import re
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from lms.background import SCHEDULE
from lms.models import OutgoingMail
from lms.outbox import deliver_due_mail
from people.models import User
from scheduling.actions.discussion_letters import write_discussion_letters
from scheduling.actions.following import (
    choose_rhythm,
    follow_discussion,
    follow_module,
    stop_token,
)
from scheduling.actions.posts import hide_post, withdraw_post
from scheduling.models import Discussion, DiscussionLetters, Enrolment, Following, PostToTell
from scheduling.queries.following import followers_of, follows
from tests.factories import scheduling
from tests.factories.discussions import discussion, member, post, trainer
from tests.scheduling.discussions.discussing import html, signed_in, url

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 8, 9, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


def told():
    """Write what is due and return to whom, in order."""
    mail.outbox.clear()
    assert write_discussion_letters() == len(mail.outbox)
    return [address for letter in mail.outbox for address in letter.to]


def address(user):
    return user.person.email


def test_a_question_is_told_to_the_trainers_and_its_answer_to_who_asked(group, writer, teacher):
    one = discussion(group, writer, kind="question", text="Noslēpums")
    member(group)

    assert told() == [address(teacher)]
    post(one, teacher, text="Atbilde")
    assert told() == [address(writer)]
    assert told() == []


def test_an_open_discussion_is_told_only_to_who_follows(group, writer, teacher):
    one = discussion(group, writer)
    assert told() == []
    follower = member(group)
    follow_discussion(discussion=one, is_wanted=True, by=follower)
    post(one, teacher)

    assert told() == [address(writer), address(follower)]


def test_the_letter_has_neither_words_nor_names_of_others(group, writer, teacher):
    one = discussion(group, writer, kind="question", text="Noslēpums")

    told()

    [letter] = mail.outbox
    assert "Noslēpums" not in letter.body
    assert writer.person.full_name not in letter.body
    assert f"Jautājums pasniedzējiem: {group.name}, M01" in letter.body
    assert f"/lv/discussions/{one.pk}/" in letter.body


def test_the_letter_is_in_the_language_its_reader_chose(group, writer, teacher):
    UserProfile.objects.create(user=teacher, preferred_language="en")
    discussion(group, writer, kind="question")

    told()

    [letter] = mail.outbox
    assert letter.subject == "New posts in the discussions of your group"
    assert "there is 1 new post" in letter.body
    assert "/en/discussions/" in letter.body


def test_nobody_is_told_of_what_they_may_not_read(group, writer):
    other, gone = member(group), member(group)
    place = Discussion(group=group, module=group.cohort.programme.modules.first())
    for user in (other, gone, trainer(scheduling.group())):
        follow_module(place=place, is_wanted=True, by=user)
    discussion(group, writer, kind="question")
    discussion(group, writer)
    Enrolment.objects.filter(person=gone.person).update(state="withdrawn")

    assert told() == [address(other)]
    assert "Jūsu grupas diskusijās ir 1 jauna ziņa." in mail.outbox[0].body
    assert PostToTell.objects.count() == 0


def test_hidden_withdrawn_and_read_posts_are_not_told(group, writer, teacher):
    one = discussion(group, writer)
    hidden, withdrawn = post(one, teacher), post(one, teacher)
    hide_post(post=hidden, reason="Aizskar", by=teacher)
    withdraw_post(post=withdrawn, by=teacher)
    assert told() == []

    post(one, teacher)
    signed_in(writer).get(url("discussion", one.pk))
    assert told() == []
    assert PostToTell.objects.count() == 0


def test_without_an_address_or_with_a_closed_account_nobody_is_told(group, teacher):
    silent, closed = member(group), member(group)
    silent.person.email = ""
    silent.person.save()
    for by in (silent, closed):
        post(discussion(group, by), teacher)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert told() == []
    assert PostToTell.objects.count() == 0


def test_letters_come_at_most_every_fifteen_minutes_and_are_bundled(group, writer, teacher, clock):
    one = discussion(group, writer)
    post(one, teacher)
    assert told() == [address(writer)]
    post(one, teacher)
    other = discussion(group, writer)
    post(other, teacher)
    clock.shift(dt.timedelta(minutes=14, seconds=59))
    assert told() == []
    clock.shift(dt.timedelta(seconds=1))

    assert told() == [address(writer)]
    assert "ir 2 jaunas ziņas." in mail.outbox[0].body


def test_the_daily_letter_comes_once_a_day_from_seven_on(group, writer, teacher, clock):
    choose_rhythm(rhythm="daily", by=writer)
    one = discussion(group, writer)

    def at(day, hour):
        local = dt.datetime(2026, 5, day, hour, tzinfo=timezone.get_default_timezone())
        clock.move_to(local)
        return told()

    post(one, teacher)
    assert at(9, 6) == []
    assert at(9, 7) == [address(writer)]
    post(one, teacher)
    post(one, teacher)
    assert at(9, 23) == []
    assert at(10, 8) == [address(writer)]
    assert "ir 2 jaunas ziņas." in mail.outbox[0].body


def test_never_means_never(group, writer, teacher):
    one = discussion(group, writer)
    post(one, teacher)
    choose_rhythm(rhythm="never", by=writer)
    assert told() == []
    post(one, teacher)
    assert PostToTell.objects.count() == 0
    choose_rhythm(rhythm="soon", by=writer)
    post(one, teacher)
    assert told() == [address(writer)]


def test_what_was_said_of_the_discussion_outweighs_the_module_and_the_habit(group, writer, teacher):
    one = discussion(group, writer, kind="question")
    place = Discussion(group=group, module=one.module)

    def state(user):
        found = follows(one, user)
        assert (user.pk in followers_of(one)) is found
        return found

    assert [state(writer), state(teacher)] == [True, True]
    follow_module(place=place, is_wanted=False, by=teacher)
    follow_module(place=place, is_wanted=False, by=writer)
    assert [state(writer), state(teacher)] == [True, False]
    follow_discussion(discussion=one, is_wanted=True, by=teacher)
    follow_discussion(discussion=one, is_wanted=False, by=writer)
    assert [state(writer), state(teacher)] == [False, True]
    assert Following.objects.count() == 4


def test_stopping_forgets_what_was_still_to_be_told(group, writer, teacher):
    one, kept = discussion(group, writer), discussion(group, writer)
    other = member(group)
    follow_module(place=one, is_wanted=True, by=other)
    follow_discussion(discussion=kept, is_wanted=True, by=other)
    for each in (one, kept):
        post(each, teacher)
    follow_module(place=one, is_wanted=False, by=other)
    follow_discussion(discussion=one, is_wanted=False, by=writer)

    assert told() == [address(writer), address(other)]
    assert ["ir 1 jauna ziņa." in letter.body for letter in mail.outbox] == [True, True]


def test_following_by_the_buttons(group, writer, teacher):
    one = discussion(group, teacher)
    client = signed_in(writer)
    assert "You get no letters" in html(client.get(url("discussion", one.pk)))

    client.post(url("follow_discussion", one.pk), {"do": "follow"})
    assert "You get letters about new posts." in html(client.get(url("discussion", one.pk)))
    client.post(url("follow_discussion", one.pk), {"do": "stop"})
    assert "You get no letters" in html(client.get(url("discussion", one.pk)))
    client.post(url("follow_module", group.pk, "M01"), {"do": "follow"})
    listed = html(client.get(f"{url('group_discussions', group.pk)}?module=M01"))
    assert "You get letters about everything the group writes of this module." in listed


def test_who_stopped_all_letters_is_told_so_when_following(group, writer, teacher):
    choose_rhythm(rhythm="never", by=writer)
    one = discussion(group, teacher)

    response = signed_in(writer).post(
        url("follow_discussion", one.pk), {"do": "follow"}, follow=True
    )

    assert "You have stopped all letters about discussions." in html(response)


def test_how_often_is_chosen_on_a_page(writer):
    client, page = signed_in(writer), url("discussion_letters")

    assert 'value="soon" required checked' in re.sub(
        r' (id|aria-\w+)="[^"]*"', "", html(client.get(page))
    )
    client.post(page, {"rhythm": "daily"})
    assert DiscussionLetters.objects.get().rhythm == "daily"
    assert "Select a valid choice." in html(client.post(page, {"rhythm": "hourly"}))


def links(letter):
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+stop/\S+)", letter.body)


def test_a_letter_carries_the_way_out_that_mail_programs_know(group, writer, teacher, settings):
    discussion(group, writer, kind="question")
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"
    assert write_discussion_letters() == 1
    written = message_from_bytes(bytes(OutgoingMail.objects.get().message), policy=policy.SMTP)
    assert written["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mail.outbox.clear()
    assert deliver_due_mail() == 1

    sent = mail.outbox[0].message().as_bytes().decode()
    [way_out] = re.findall(
        r"^List-Unsubscribe:\s+<http://127\.0\.0\.1:8000(\S+)>\r?$", sent, re.MULTILINE
    )
    # As a mail program does it: no cookies, no token of a form.
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(way_out, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert DiscussionLetters.objects.get(user=teacher).rhythm == "never"
    assert stranger.post(way_out).status_code == 200


def test_the_links_in_a_letter_stop_one_discussion_or_all(group, writer, teacher):
    one = discussion(group, writer, kind="question")
    told()
    about_one, about_all = links(mail.outbox[0])
    stranger = Client()

    for way_out in (about_one, about_all):
        assert stranger.get(way_out).status_code == 200
    assert follows(one, teacher)
    stranger.post(about_one)
    assert not follows(one, teacher)
    assert DiscussionLetters.objects.get(user=teacher).rhythm == "soon"
    stranger.post(about_all)
    assert DiscussionLetters.objects.get(user=teacher).rhythm == "never"


@pytest.mark.parametrize("spoil", ["{}x", "1.0:abc", "x", "{}/../"])
def test_a_token_that_is_not_ours_is_not_found(writer, spoil):
    token = spoil.format(stop_token(writer.pk))

    assert Client().post(f"/lv/discussions/letters/stop/{token}/").status_code == 404
    assert DiscussionLetters.objects.count() == 0


def test_a_token_of_what_is_gone_is_not_found(writer):
    for token in (stop_token(999_999), stop_token(writer.pk, 999_999)):
        assert Client().get(f"/lv/discussions/letters/stop/{token}/").status_code == 404


def test_the_worker_writes_every_minute():
    [turn] = [one for one in SCHEDULE if one.run is write_discussion_letters]
    assert turn.every == dt.timedelta(minutes=1)


@pytest.mark.parametrize("people_told", [1, 3])
def test_looking_for_whom_to_tell_takes_one_statement_when_nobody_is_due(
    group, writer, people_told, django_assert_num_queries
):
    for _ in range(people_told):
        choose_rhythm(rhythm="daily", by=trainer(group))
    discussion(group, writer, kind="question")
    assert PostToTell.objects.count() == people_told
    DiscussionLetters.objects.update(last_at=timezone.now())

    with django_assert_num_queries(1):
        assert write_discussion_letters() == 0
