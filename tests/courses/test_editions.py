"""Version numbers of modules: which publication gets which, and who reads what."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.actions.progress import start_module
from courses.models import ModuleEdition, ModulePage, ModuleProgress
from courses.queries import newest_edition
from tests.courses.test_admin import form, question
from tests.factories import courses, people


def publish(page: ModulePage, kind: str, note: str = "") -> ModulePage:
    """Publish the page's text once more as this kind of publication."""
    page = ModulePage.objects.get(pk=page.pk)
    page.edition_kind, page.edition_note = kind, note
    page.save_revision().publish()
    return ModulePage.objects.get(pk=page.pk)


def numbers(module) -> list[str]:
    return [edition.number for edition in module.editions.order_by("major", "minor")]


def test_first_publication_is_version_one_in_both_languages(module):
    latvian = courses.module_page(module)
    english = courses.module_page(module, "en")

    edition = module.editions.get()
    assert edition.number == "1.0"
    assert edition.revisions == {"lv": latvian.live_revision_id, "en": english.live_revision_id}
    assert (latvian.version_number, english.version_number) == ("1.0", "1.0")


def test_corrections_and_versions_are_numbered(page, module):
    for kind in ("correction", "version", "correction", "correction", "version"):
        page = publish(page, kind, note=f"Piezīme {kind}")

    assert numbers(module) == ["1.0", "1.1", "2.0", "2.1", "2.2", "3.0"]
    assert page.version_number == "3.0"
    assert newest_edition(module.pk).note == "Piezīme version"
    assert [edition.is_minor for edition in module.editions.order_by("major", "minor")] == [
        *(False, True, False, True, True, False)
    ]


def test_translation_brought_up_to_date_changes_no_number(page, module):
    english = courses.module_page(module, "en")
    page = publish(page, "version")

    english = publish(english, "translation")

    assert numbers(module) == ["1.0", "2.0"]
    assert newest_edition(module.pk).revisions == {
        "lv": page.live_revision_id,
        "en": english.live_revision_id,
    }
    assert english.version_number == "2.0"


def test_publishing_the_same_revision_again_gives_no_number(page, module):
    page.live_revision.publish()

    assert numbers(module) == ["1.0"]


def test_correction_reaches_who_has_not_completed_and_nobody_else(page, module):
    reading, done, later = people.person(), people.person(), people.person()
    start_module(person=reading, module=module)
    start_module(person=done, module=module)
    now = "2024-05-08T12:00:00+00:00"
    ModuleProgress.objects.filter(person=done).update(completed_at=now, quiz_passed_at=now)
    first = page.live_revision_id

    corrected = publish(page, "correction")
    start_module(person=later, module=module)

    seen = {
        row.person_id: (row.edition.number, row.revisions["lv"])
        for row in ModuleProgress.objects.select_related("edition")
    }
    assert seen == {
        reading.pk: ("1.1", corrected.live_revision_id),
        done.pk: ("1.0", first),
        later.pk: ("1.1", corrected.live_revision_id),
    }


def test_new_version_leaves_those_who_started_where_they_are(page, module):
    reading, later = people.person(), people.person()
    start_module(person=reading, module=module)
    first = page.live_revision_id

    newer = publish(publish(page, "version"), "correction")
    start_module(person=later, module=module)

    seen = {
        row.person_id: (row.edition.number, row.revisions["lv"])
        for row in ModuleProgress.objects.select_related("edition")
    }
    assert seen == {reading.pk: ("1.0", first), later.pk: ("2.1", newer.live_revision_id)}


def test_page_names_the_version_shown(learning, learner, page, module):
    start_module(person=learner.person, module=module)
    publish(page, "version")

    mine = learning.get(page.url).content.decode()
    learning.logout()
    everybodys = learning.get(page.url).content.decode()

    assert ("1.0. versija" in mine, "2.0. versija" in mine) == (True, False)
    assert ("1.0. versija" in everybodys, "2.0. versija" in everybodys) == (False, True)


def test_reading_costs_no_query_for_the_version(learning, learner, page, module):
    start_module(person=learner.person, module=module)
    learning.get(page.url)
    with CaptureQueriesContext(connection) as before:
        learning.get(page.url)

    publish(page, "correction")
    learning.get(page.url)
    with CaptureQueriesContext(connection) as after:
        learning.get(page.url)

    assert len(after) == len(before)


def test_form_asks_anew_for_every_publication(admin, page, module):
    url = f"/admin/pages/{page.pk}/edit/"
    data = form(page, [question(True, False) for _ in range(5)], action="action-save")

    admin.post(url, data | {"edition_kind": "version", "edition_note": "Jauni piemēri"})
    draft = admin.get(url).context["form"]
    assert (draft.initial["edition_kind"], draft.initial["edition_note"]) == (
        "version",
        "Jauni piemēri",
    )

    del data["action-save"]
    admin.post(
        url,
        data | {"edition_kind": "version", "edition_note": "Jauni piemēri", "action-publish": "1"},
    )
    assert numbers(module) == ["1.0", "2.0"]
    published = admin.get(url).context["form"]
    assert (published.initial["edition_kind"], published.initial["edition_note"]) == (
        "correction",
        "",
    )


class Numbers(TestCase):
    """Numbers only rise, whatever is published in whatever order."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["lv", "en"]),
                st.sampled_from(["correction", "version", "translation"]),
            ),
            max_size=6,
        )
    )
    def test_numbers_rise_and_the_newest_holds_what_is_live(self, publications):
        module = courses.programme(modules=1).modules.get()
        pages = {"lv": courses.module_page(module), "en": courses.module_page(module, "en")}
        person = people.person()
        begun = start_module(person=person, module=module)

        for language, kind in publications:
            pages[language] = publish(pages[language], kind)

        live = {language: page.live_revision_id for language, page in pages.items()}
        versions = sum(kind == "version" for _language, kind in publications)
        corrections = sum(kind == "correction" for _language, kind in publications)
        newest = newest_edition(module.pk)
        assert newest.revisions == live
        assert newest.major == 1 + versions
        assert ModuleEdition.objects.filter(module=module).count() == 1 + versions + corrections
        begun.refresh_from_db()
        assert begun.edition.major == 1
        assert begun.edition == newest_edition(module.pk, 1)
