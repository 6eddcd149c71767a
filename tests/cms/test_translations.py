"""Latvian and English side by side: what is missing, behind, up to date; block by block."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from cms.models import StandardPage, TranslationCheck
from cms.queries import changes_between, compare, translation_states
from cms.queries.translations import Unit
from people.models import AuditEntry
from tests.factories import cms, people

pytestmark = pytest.mark.django_db
REPORT = "/admin/translations/"


@pytest.fixture
def editor(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("saknes", password="x"))
    return client


def blocks(*texts: str, ids: list[str]) -> list[dict]:
    return [
        {"type": "section", "id": name, "value": {"heading": text, "text": f"<p>{text} un vēl</p>"}}
        for name, text in zip(ids, texts, strict=True)
    ]


def pair(ids: list[str] | None = None, **fields) -> tuple[StandardPage, StandardPage]:
    """A Latvian page and its English one, with blocks of the same ids."""
    ids = ids or [str(uuid.uuid4()), str(uuid.uuid4())]
    latvian = cms.standard_page(body=blocks("Viens", "Divi", ids=ids))
    english = cms.standard_page(
        "en", body=blocks("One", "Two", ids=ids), translation_key=latvian.translation_key
    )
    return latvian, english


def rewrite(page, body) -> StandardPage:
    page = StandardPage.objects.get(pk=page.pk)
    page.body = body
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def state_of(page):
    [state] = translation_states([Page.objects.get(pk=page.pk)])
    return state


def test_page_without_a_twin_is_missing():
    page = cms.standard_page()

    assert state_of(page).state == "missing"


def test_pages_published_together_are_up_to_date():
    latvian, _english = pair()

    assert state_of(latvian).state == "up_to_date"


def test_changes_are_found_block_by_block():
    ids = [str(uuid.uuid4()) for _ in range(4)]
    latvian, _english = pair(ids=ids[:2])

    rewrite(latvian, blocks("Viens labots", "Trīs", ids=[ids[0], ids[2]]))

    state = state_of(latvian)
    assert state.state == "behind"
    assert state.changes == {
        f"body:{ids[0]}": "changed",
        f"body:{ids[2]}": "new",
        f"body:{ids[1]}": "removed",
    }
    assert [(row.change, row.source, row.translation) for row in compare(state)][2:] == [
        ("changed", "Viens labots\nViens labots un vēl", "One\nOne un vēl"),
        ("new", "Trīs\nTrīs un vēl", ""),
        ("removed", "Divi\nDivi un vēl", "Two\nTwo un vēl"),
    ]


def test_draft_made_by_copying_is_behind_until_it_is_marked(editor):
    latvian = cms.standard_page()
    cms.home("en")
    locale = cms.home("en").locale

    editor.post(f"/admin/translation/submit/page/{latvian.pk}/", {"locales": [locale.pk]})

    state = state_of(latvian)
    assert (state.state, state.translation.live) == ("behind", False)
    assert set(state.changes.values()) == {"new"}
    assert [row.is_copied for row in compare(state)] == [False, False, False]


def test_marking_records_the_revision_seen_and_who_and_when(editor):
    latvian, english = pair()
    latvian = rewrite(latvian, blocks("Viens", "Divi labots", ids=_ids(latvian)))
    url = f"{REPORT}{latvian.pk}/"
    page = editor.get(url).content.decode()
    assert "Mainīts avotā" in page
    seen = latvian.live_revision_id
    assert f'name="revision" value="{seen}"' in page

    assert editor.post(url, {"revision": seen}).status_code == 302

    check = TranslationCheck.objects.get()
    assert (check.page_id, check.source_revision_id, check.marked_by.username) == (
        english.pk,
        seen,
        "saknes",
    )
    assert state_of(latvian).state == "up_to_date"
    assert AuditEntry.objects.filter(action="cms.translation_marked").count() == 1
    rewrite(latvian, blocks("Viens", "Divi vēlreiz", ids=_ids(latvian)))
    assert state_of(latvian).state == "behind"


def _ids(page) -> list[str]:
    return [block.id for block in page.body]


@pytest.mark.parametrize("revision", ["", "x", "999999", "9" * 40, "of another page"])
def test_a_revision_of_something_else_marks_nothing(editor, revision):
    latvian, _english = pair()
    other = cms.standard_page()
    other.refresh_from_db()
    revision = other.live_revision_id if revision == "of another page" else revision

    answer = editor.post(f"{REPORT}{latvian.pk}/", {"revision": revision}, follow=True)

    assert answer.status_code == 200
    assert TranslationCheck.objects.count() == 0


def test_report_says_each_state_in_words(editor):
    latvian, english = pair()
    rewrite(latvian, blocks("Viens", "Divi labots", ids=_ids(latvian)))
    alone = cms.standard_page()

    page = editor.get(REPORT).content.decode()

    assert "Jauni: 0, mainīti: 1, izņemti: 0" in page
    assert f"/admin/translation/submit/page/{alone.pk}/" in page
    assert f"{REPORT}{latvian.pk}/" in page
    assert f"{REPORT}{english.pk}/" not in page


@pytest.mark.parametrize(("role", "expected"), [("trainer", 404), ("evaluator", 404)])
def test_comparison_is_closed_to(client, role, expected):
    latvian, _english = pair()
    client.force_login(people.user(role))

    assert client.get(f"{REPORT}{latvian.pk}/").status_code in (expected, 302)


def test_report_costs_the_same_for_few_and_many_pages(editor):
    def cost() -> int:
        editor.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            editor.get(REPORT)
        return len(queries)

    def more(count: int) -> None:
        for _ in range(count):
            latvian, _english = pair()
            rewrite(latvian, blocks("Viens", "Divi labots", ids=_ids(latvian)))

    more(3)
    few = cost()
    more(24)

    assert cost() == few


_PAGES = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3))


@given(_PAGES, _PAGES)
def test_changes_lead_from_the_old_to_the_new(old, new):
    before = {key: Unit("", text, text) for key, text in old.items()}
    after = {key: Unit("", text, text) for key, text in new.items()}

    changes = changes_between(before, after)

    assert (changes == {}) == (old == new)
    assert {key for key, kind in changes.items() if kind == "new"} == set(new) - set(old)
    assert {key for key, kind in changes.items() if kind == "removed"} == set(old) - set(new)
    untouched = set(new) - set(changes)
    assert all(old[key] == new[key] for key in untouched)
