"""Posts edited, withdrawn and hidden, discussions closed: what each reader then sees."""

import uuid

import pytest

from scheduling.actions.discussions import close_discussion
from scheduling.actions.posts import edit_post, hide_post, withdraw_post
from tests.factories import people, scheduling
from tests.factories.discussions import discussion, member, post, trainer
from tests.scheduling.discussions.discussing import html, signed_in, url

pytestmark = pytest.mark.django_db


def test_a_hidden_post_is_read_by_its_author_with_the_reason_and_by_moderators(
    group, writer, teacher
):
    one = discussion(group, writer, text="Pirmais teksts")
    signed_in(teacher).post(url("hide_post", one.posts.get().pk), {"reason": "Aizskar kolēģi"})
    address = url("discussion", one.pk)

    for user in (writer, teacher, people.user("programme_manager")):
        shown = html(signed_in(user).get(address))
        assert "Pirmais teksts" in shown
        assert "Aizskar kolēģi" in shown
    other = signed_in(member(group))
    for place in (address, url("group_discussions", group.pk)):
        assert "Pirmais teksts" not in html(other.get(place))
        assert "Aizskar kolēģi" not in html(other.get(place))
    assert "This post was hidden by a trainer" in html(other.get(address))
    signed_in(teacher).post(url("unhide_post", one.posts.get().pk))
    assert "Pirmais teksts" in html(other.get(address))


def test_hiding_without_a_reason_is_refused(group, writer, teacher):
    first = discussion(group, writer).posts.get()

    response = signed_in(teacher).post(url("hide_post", first.pk), {"reason": "  "})

    assert "This field is required." in html(response)
    first.refresh_from_db()
    assert first.hidden_at is None


def test_a_withdrawn_post_is_read_by_nobody(group, writer, teacher):
    one = discussion(group, writer, text="Noslēpums")
    edit_post(post=one.posts.get(), text="Noslēpums labots", by=writer)
    signed_in(writer).post(url("withdraw_post", one.posts.get().pk))

    for user in (writer, teacher, member(group), people.user("programme_manager")):
        client = signed_in(user)
        for address in (url("discussion", one.pk), url("group_discussions", group.pk)):
            shown = html(client.get(address))
            assert "Noslēpums" not in shown
            assert "withdrawn" in shown
    assert "Noslēpums" not in html(signed_in(teacher).get(url("hide_post", one.posts.get().pk)))


def test_earlier_wordings_are_for_moderators(group, writer, teacher):
    one = discussion(group, writer, text="Bija tā")
    edit_post(post=one.posts.get(), text="Ir šitā", by=writer)
    address = url("discussion", one.pk)

    assert "Bija tā" in html(signed_in(teacher).get(address))
    for user in (writer, member(group)):
        shown = html(signed_in(user).get(address))
        assert "Bija tā" not in shown
        assert "edited " in shown


def test_only_the_author_edits_and_only_moderators_hide(group, writer, teacher):
    first = discussion(group, writer).posts.get()
    other = member(group)

    for user in (other, teacher, people.user("programme_manager")):
        client = signed_in(user)
        for name in ("edit_post", "withdraw_post"):
            assert client.post(url(name, first.pk), {"text": "Svešs"}).status_code == 404
    for user in (writer, other, trainer(scheduling.group())):
        client = signed_in(user)
        for name in ("hide_post", "unhide_post"):
            assert client.post(url(name, first.pk), {"reason": "Jā"}).status_code == 404
        assert client.post(url("close_discussion", first.discussion_id)).status_code == 404
    first.refresh_from_db()
    assert (first.text, first.hidden_at, first.withdrawn_at) == (
        "Vai kāds to ir darījis?",
        None,
        None,
    )


def test_the_author_changes_the_words(group, writer):
    first = discussion(group, writer).posts.get()
    client = signed_in(writer)

    sent = client.post(url("edit_post", first.pk), {"text": "Precīzāk"})

    assert sent.url == f"{url('discussion', first.discussion_id)}?page=1#post-{first.pk}"
    assert "Precīzāk" in html(client.get(sent.url))


def test_what_can_no_longer_be_changed_says_so(group, writer):
    first = discussion(group, writer).posts.get()
    withdraw_post(post=first, by=writer)

    response = signed_in(writer).post(url("edit_post", first.pk), {"text": "Cits"}, follow=True)

    assert "This post can no longer be changed." in html(response)


def test_closing_takes_the_form_away_and_refuses_what_was_typed_before(group, writer, teacher):
    one = discussion(group, writer)
    address = url("discussion", one.pk)
    signed_in(teacher).post(url("close_discussion", one.pk), {"do": "close"})
    client = signed_in(writer)

    assert "Write an answer" not in html(client.get(address))
    refused = html(client.post(address, {"text": "Par vēlu", "nonce": uuid.uuid4()}))
    assert "The discussion has been closed. Nothing was sent." in refused
    assert "Par vēlu</textarea>" in refused
    signed_in(teacher).post(url("close_discussion", one.pk), {"do": "reopen"})
    assert "Write an answer" in html(client.get(address))
    assert one.posts.count() == 1


def test_closed_is_said_with_the_name(group, writer, teacher):
    one = discussion(group, writer)
    close_discussion(discussion=one, by=teacher)

    assert f"Closed: {teacher.person.full_name}" in html(
        signed_in(writer).get(url("discussion", one.pk))
    )


def test_a_hidden_first_post_is_not_in_the_trainers_list(group, writer, teacher):
    one = discussion(group, writer, text="Slēpts")
    post(one, writer, text="Redzams")
    hide_post(post=one.posts.first(), reason="Aizskar", by=teacher)

    shown = html(signed_in(teacher).get(url("unanswered")))

    assert "Slēpts" not in shown
    assert "The first post is hidden." in shown
