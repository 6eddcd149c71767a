"""Pages that are due to be checked, and the mail about them."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks import CharBlock, DateBlock, ListBlock, StreamBlock, StructBlock
from wagtail.models import Page

from cms.actions.care import remind_of_pages_due
from cms.models import CheckReminder
from cms.queries import care
from cms.queries.care import old_cards, pages_by_age, pages_due
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import cms, people

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 25)


def page(title, checked_on=None, published_on=TODAY):
    made = cms.standard_page("lv", title=title, checked_on=checked_on)
    moment = timezone.make_aware(dt.datetime.combine(published_on, dt.time(12)))
    Page.objects.filter(pk=made.pk).update(last_published_at=moment)
    return made


def titles(pages):
    return [page.title for page in pages]


def editor(email="editor@example.org", role=Role.CONTENT_EDITOR):
    account = people.user(email=email)
    assign_role(user=account, role=role, by=None)
    return account


@pytest.mark.parametrize(
    ("checked_on", "published_on", "is_due"),
    [
        (None, dt.date(2025, 11, 25), True),
        (None, dt.date(2025, 11, 26), False),
        (dt.date(2025, 11, 25), TODAY, True),  # publishing a small change is no check
        (dt.date(2025, 11, 26), dt.date(2020, 1, 1), False),
    ],
)
def test_a_page_is_due_a_year_after_its_check_or_its_publication(checked_on, published_on, is_due):
    made = page("Lapa", checked_on, published_on)

    assert titles(pages_due(TODAY)) == ([made.title] if is_due else [])


def test_drafts_and_news_are_never_due_and_the_oldest_comes_first():
    page("Jaunāka", dt.date(2024, 5, 1))
    page("Vecāka", dt.date(2023, 5, 1))
    page("Melnraksts", dt.date(2020, 1, 1)).unpublish()
    cms.news_page(cms.news_index("lv"), checked_on=dt.date(2020, 1, 1))

    assert titles(pages_due(TODAY)) == ["Vecāka", "Jaunāka"]


def test_ages_cost_one_query_however_many_pages_and_types():
    counts = []
    for n in (1, 3, 30):
        while pages_by_age().count() < n:
            page(f"Lapa {n}")
        with CaptureQueriesContext(connection) as queries:
            list(pages_by_age())
        counts.append(len(queries))

    assert counts == [1, 1, 1]


def test_a_card_inside_a_page_makes_it_due(monkeypatch):
    made = page("Modulis", TODAY)
    card = StructBlock([("name", CharBlock()), ("checked_on", DateBlock())])
    cards_of = StreamBlock([("cards", ListBlock(card))])
    written = [{"name": "Rīks", "checked_on": day} for day in ("2024-05-01", "2026-05-01")]
    stream = cards_of.to_python([{"type": "cards", "value": written}])
    found = list(care._cards(stream))
    monkeypatch.setattr(care, "_cards", lambda _own: found)

    cards = old_cards(TODAY)[made.pk]

    assert [(card.title, card.checked_on) for card in cards] == [("Rīks", dt.date(2024, 5, 1))]
    assert titles(pages_due(TODAY)) == ["Modulis"]


def test_editors_get_one_mail_once_a_year():
    editor()
    editor("other@example.org")
    editor("manager@example.org", role=Role.PROGRAMME_MANAGER)
    page("Vecā lapa", dt.date(2025, 5, 1))

    assert remind_of_pages_due(today=TODAY) == 1
    assert remind_of_pages_due(today=TODAY + dt.timedelta(days=28)) == 0

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "editor@example.org",
        "other@example.org",
    ]
    assert "Vecā lapa: " in mail.outbox[0].body
    assert "/admin/reports/pages-due/" in mail.outbox[0].body
    assert remind_of_pages_due(today=TODAY + dt.timedelta(days=366)) == 1


def test_nobody_is_written_to_where_nothing_is_due_or_nobody_edits():
    page("Vecā lapa", dt.date(2025, 5, 1))
    assert remind_of_pages_due(today=TODAY) == 0
    assert CheckReminder.objects.count() == 0

    editor()
    page("Jauna lapa")
    assert remind_of_pages_due(today=dt.date(2025, 6, 1)) == 0
    assert mail.outbox == []
