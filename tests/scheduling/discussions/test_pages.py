"""The pages of discussions: forms, what each reader sees, hostile words."""

import datetime as dt
import re
import uuid
from html import unescape

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Module
from scheduling.actions.posts import edit_post
from scheduling.models import Discussion, Post
from scheduling.templatetags.discussion_tags import post_text
from tests.factories import courses, people, scheduling
from tests.factories.discussions import discussion, post
from tests.scheduling.discussions.discussing import fields, html, section_id, signed_in, url

pytestmark = pytest.mark.django_db


def test_asking_at_a_part_keeps_the_part_and_its_title(page, group, writer):
    client, place = signed_in(writer), url("start_discussion", group.pk, "M01")
    part = section_id(page)

    form = html(client.get(f"{place}?part={part[:8]}"))
    sent = client.post(place, fields(part=part))

    assert f'<option value="{part}" selected>Sadaļa</option>' in form
    made = Discussion.objects.get()
    assert (made.part_id, made.part_title, made.kind, made.started_by) == (
        part,
        "Sadaļa",
        "question",
        writer,
    )
    assert sent.url == url("discussion", made.pk)
    assert "Vai drīkst?" in html(client.get(sent.url))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " \n "}, "This field is required."),
        ({"kind": ""}, "This field is required."),
        ({"kind": "public"}, "Select a valid choice."),
        ({"part": "nav-tadas"}, "Select a valid choice."),
        ({"nonce": "x"}, "The form was incomplete."),
        ({"nonce": ""}, "The form was incomplete."),
        ({"text": "a" * 1_000_000}, "it has 1000000 characters. Shorten it to 4000."),
        ({"text": "\x00\u202e"}, "This field is required."),
    ],
)
def test_bad_input_gets_a_sentence(group, writer, wrong, sentence):
    response = signed_in(writer).post(url("start_discussion", group.pk, "M01"), fields() | wrong)

    assert sentence in html(response)
    assert Discussion.objects.count() == 0


def test_a_module_of_another_programme_is_not_found(group, writer):
    courses.programme(modules=1, code="cita")
    Module.objects.filter(programme__code="cita").update(code="C01")

    client = signed_in(writer)
    assert client.get(url("start_discussion", group.pk, "C01")).status_code == 404
    assert client.get(url("start_discussion", group.pk, "nav")).status_code == 404


def test_line_ends_and_unseen_characters_are_put_in_order(group, writer):
    typed = "  viens\r\ndivi\u202e\x00\x07\r\n\r\n\r\n\r\ntri\u0304s\u2066 "

    signed_in(writer).post(url("start_discussion", group.pk, "M01"), fields(text=typed))

    assert Post.objects.get().text == "viens\ndivi\n\ntrīs"


def test_four_thousand_characters_on_many_lines_fit(group, writer):
    text = "\n".join(["a" * 99] * 40)

    signed_in(writer).post(
        url("start_discussion", group.pk, "M01"), fields(text=text.replace("\n", "\r\n"))
    )

    assert len(text) == 3999
    assert Post.objects.get().text == text


def link(address):
    return f'<a href="{address}" rel="nofollow ugc noreferrer">{address}</a>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,x", "data:text/html,x"),
        ("jaunatne.gov.lv", "jaunatne.gov.lv"),
        ("Skat. https://a.lv/?b=1&c=2.", f"Skat. {link('https://a.lv/?b=1&amp;c=2')}."),
        (
            '(http://a.lv/x_(y))"onclick=1',
            f"({link('http://a.lv/x_(y)')})&quot;onclick=1",
        ),
        ("https://a.lv/<b>", f"{link('https://a.lv/')}&lt;b&gt;"),
    ],
)
def test_words_are_shown_as_words_and_only_web_addresses_lead_away(typed, shown):
    assert post_text(typed) == shown


@given(st.lists(st.sampled_from([*"<>&\"'()/:.?=#aā; \n", "http://a", "https://"])).map("".join))
def test_whatever_is_typed_is_shown_as_it_was_typed(typed):
    shown = str(post_text(typed))

    without_links = re.sub(
        r'<a href="https?://[^"<>]+" rel="nofollow ugc noreferrer">|</a>', "", shown
    )
    assert "<" not in without_links
    assert unescape(without_links) == typed


def test_hostile_words_stay_words_on_every_page(group, writer, teacher):
    bad = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    one = discussion(group, writer, text=bad)
    edit_post(post=one.posts.get(), text=f"{bad} labots", by=writer)
    pages = [
        (writer, url("group_discussions", group.pk)),
        (writer, url("discussion", one.pk)),
        (writer, url("edit_post", one.posts.get().pk)),
        (writer, url("withdraw_post", one.posts.get().pk)),
        (teacher, url("discussion", one.pk)),
        (teacher, url("hide_post", one.posts.get().pk)),
        (teacher, url("unanswered")),
    ]

    for user, address in pages:
        shown = html(signed_in(user).get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert" in shown


def test_too_many_posts_get_a_sentence_and_keep_the_text(group, writer):
    one = discussion(group, writer)
    for _ in range(19):
        post(one, writer)

    edited, client = one.posts.get(text="Vai kāds to ir darījis?"), signed_in(writer)
    for n in range(20):
        edit_post(post=edited, text=f"Nr. {n}", by=writer)
    for address in (url("discussion", one.pk), url("edit_post", edited.pk)):
        refused = html(client.post(address, {"text": "Par daudz", "nonce": uuid.uuid4()}))
        assert "You have written many posts within an hour." in refused
        assert "Par daudz</textarea>" in refused


def test_pressing_twice_posts_once(group, writer):
    one, client = discussion(group, writer), signed_in(writer)
    form = html(client.get(url("discussion", one.pk)))
    nonce = re.search(r'name="nonce" value="([^"]+)"', form)[1]

    answers = [
        client.post(url("discussion", one.pk), {"text": "Reiz", "nonce": nonce}).url
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert one.posts.filter(text="Reiz").count() == 1
    assert nonce not in html(client.get(url("discussion", one.pk)))


def test_looking_reads_and_a_list_marks_what_is_new(group, writer, teacher):
    one = discussion(group, writer)
    post(one, teacher)
    client, places = signed_in(writer), (url("group_discussions", group.pk), url("my_training"))

    for place in places:
        assert "1 new post" in html(client.get(place))
    client.head(url("discussion", one.pk))
    assert html(client.get(url("discussion", one.pk))).count('class="tag new"') == 1
    for place in places:
        assert "new post" not in html(client.get(place))
    assert 'class="tag new"' not in html(client.get(url("discussion", one.pk)))


def test_a_long_discussion_opens_where_the_reader_stopped(group, writer, teacher):
    one = discussion(group, writer)
    Post.objects.bulk_create(
        Post(discussion=one, author=teacher, role="trainer", text=f"Nr. {n}") for n in range(120)
    )
    client, address = signed_in(writer), url("discussion", one.pk)

    pages = [re.search(r"Nr\. (\d+)</div>", html(client.get(address)))[1] for _ in range(4)]

    assert pages == ["0", "49", "99", "99"]
    assert client.get(f"{address}?page=nav").context["page"].number == 1


def test_the_list_narrows_to_a_module_and_a_part(page, group, writer):
    client, address = signed_in(writer), url("group_discussions", group.pk)
    part = section_id(page)
    client.post(url("start_discussion", group.pk, "M01"), fields(part=part, text="Par daļu"))
    discussion(group, writer, page.module, text="Par moduli")
    discussion(group, writer, Module.objects.get(code="M02"), text="Par citu")

    def listed(query):
        found = re.findall(r">(Par \w+)</span></a>", html(client.get(f"{address}{query}")))
        return sorted(found)

    assert listed("") == ["Par citu", "Par daļu", "Par moduli"]
    assert listed("?module=M01") == ["Par daļu", "Par moduli"]
    for named in (part, part[:8]):
        assert listed(f"?module=M01&part={named}") == ["Par daļu"]
    assert listed("?module=nav&part=x") == ["Par citu", "Par daļu", "Par moduli"]
    assert listed("?module=M01&part=nav") == []


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(days=3, hours=5), "3\N{NO-BREAK SPACE}days"),
        (dt.timedelta(hours=2, minutes=40), "2\N{NO-BREAK SPACE}hours"),
        (dt.timedelta(0), "1\N{NO-BREAK SPACE}minute"),
    ],
)
def test_the_trainers_list_says_how_long_each_waits(group, writer, teacher, ago, said):
    one = discussion(group, writer, kind="question")
    one.posts.update(posted_at=timezone.now() - ago)
    discussion(scheduling.group(), people.user("programme_manager"))

    shown = html(signed_in(teacher).get(url("unanswered")))

    assert f"Waiting: {said}<" in shown
    assert shown.count('<li class="card') == 1
    assert group.name in shown


def test_words_are_marked_with_the_language_they_were_written_in(page, group, writer):
    client = signed_in(writer)
    place = url("start_discussion", group.pk, "M01").replace("/en/", "/lv/")
    client.post(place, fields(part=section_id(page), text="Latviski"))
    one = Discussion.objects.get()
    client.post(url("discussion", one.pk), {"text": "In English", "nonce": uuid.uuid4()})

    shown = html(client.get(url("discussion", one.pk)))

    assert '<span lang="lv">Sadaļa</span>' in shown
    assert '<div class="words" dir="auto" lang="lv">Latviski</div>' in shown
    assert '<div class="words" dir="auto" lang="en">In English</div>' in shown
    edited = html(client.get(url("edit_post", one.posts.first().pk)))
    assert re.search(r'<textarea[^>]* lang="lv"[^>]*>\s*Latviski</textarea>', edited)
