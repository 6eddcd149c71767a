"""Discussions on the module page, and the weight of all their pages in statements."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions.progress import start_module
from scheduling.models import Discussion, Post
from tests.factories import people, scheduling
from tests.factories.discussions import discussion, member
from tests.scheduling.discussions.discussing import fields, module_page, section_id, signed_in, url

pytestmark = pytest.mark.django_db


def test_the_module_page_links_each_part_for_members_of_a_group(page, group, writer):
    client = signed_in(writer)
    start_module(person=writer.person, module=page.module)
    part = section_id(page)
    assert module_page(client).count("Jautāt vai pārrunāt<") == 4
    assert f'discussions/M01/?part={part[:8]}"' in module_page(client)
    for kind in ("open", "question"):
        client.post(url("start_discussion", group.pk, "M01"), fields(part=part, kind=kind))
    other = member(group)
    signed_in(other).post(
        url("start_discussion", group.pk, "M01"), fields(part=part, kind="question")
    )

    shown = module_page(client)

    assert re.findall(r"\((\d+)<", shown) == ["2"]
    assert f'discussions/?module=M01&amp;part={part[:8]}"' in shown
    start_module(person=other.person, module=page.module)
    assert re.findall(r"\((\d+)<", module_page(signed_in(other))) == ["2"]


def test_without_a_place_the_module_page_has_no_such_link(page, group):
    for state in ("applied", "waiting", "withdrawn"):
        someone = member(group, state=state)
        start_module(person=someone.person, module=page.module)
        assert "Jautāt vai pārrunāt" not in module_page(signed_in(someone))
    reader = people.user(person=people.person())
    start_module(person=reader.person, module=page.module)
    assert "Jautāt vai pārrunāt" not in module_page(signed_in(reader))


def test_of_two_groups_the_newest_cohort_counts(page, group, writer):
    newer = scheduling.group(scheduling.cohort())
    scheduling.enrolment(newer, person=writer.person)
    start_module(person=writer.person, module=page.module)

    assert f"/groups/{newer.pk}/discussions/" in module_page(signed_in(writer))
    assert f"/groups/{group.pk}/discussions/" not in module_page(signed_in(writer))


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_module_page_asks_once_however_much_is_discussed(page, group, writer):
    start_module(person=writer.person, module=page.module)
    client, counts = signed_in(writer), []
    for number in (1, 3, 300):
        Discussion.objects.bulk_create(
            Discussion(
                group=group,
                module=page.module,
                part_id=section_id(page),
                part_title="Sadaļa",
                kind="open",
                started_by=writer,
            )
            for _ in range(number)
        )
        client.get("/lv/moduli/m01/")
        with CaptureQueriesContext(connection) as captured:
            module_page(client)
        counts.append(len([q for q in captured if "scheduling_discussion" in q["sql"]]))

    assert counts == [1, 1, 1]


def filled(group, number, teacher):
    """Begin so many discussions by as many people, each answered and waiting again."""
    module = group.cohort.programme.modules.first()
    for _ in range(number):
        by = member(group)
        one = Discussion.objects.create(group=group, module=module, kind="open", started_by=by)
        Post.objects.bulk_create(
            Post(discussion=one, author=author, role=role, text="Teksts")
            for author, role in (
                (by, "participant"),
                (teacher, "trainer"),
                (by, "participant"),
            )
        )


@pytest.mark.parametrize("place", ["list", "module", "unanswered", "my"])
def test_lists_take_the_same_statements_at_one_three_and_three_hundred(
    group, writer, teacher, place
):
    path = {
        "list": url("group_discussions", group.pk),
        "module": f"{url('group_discussions', group.pk)}?module=M01",
        "unanswered": url("unanswered"),
        "my": url("my_training"),
    }[place]
    client = signed_in(teacher if place == "unanswered" else writer)
    counts = []
    for number in (1, 2, 297):
        filled(group, number, teacher)
        counts.append(statements(client, path))

    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("moderates", [False, True])
def test_a_discussion_takes_the_same_statements_for_one_three_and_three_hundred_posts(
    group, writer, teacher, moderates
):
    one = discussion(group, writer)
    client, counts = signed_in(teacher if moderates else writer), []
    for number in (0, 2, 297):
        for _ in range(number):
            author = member(group)
            Post.objects.create(discussion=one, author=author, role="participant", text="Teksts")
        counts.append(statements(client, f"{url('discussion', one.pk)}?page=1"))

    assert counts == [counts[0]] * 3
