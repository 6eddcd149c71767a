"""What is in the index of the search: what readers may see, in the moment they may."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from cms.actions.search import Text, rebuild_index, write_texts
from cms.enums import Kind
from cms.models import GlossaryTerm, SearchEntry
from cms.queries.search import find
from cms.signals import search_rebuilding
from tests.factories import cms, courses, people

pytestmark = pytest.mark.django_db


def titles(text, language="lv", **options):
    return [entry.title for entry in find(text, language=language, **options).page]


def test_a_draft_is_not_found_until_it_is_published():
    page = cms.standard_page(title="Slepenais plāns")
    page.title = "Atklātais plāns"
    revision = page.save_revision()

    assert titles("atklātais") == []
    revision.publish()
    assert (titles("atklātais"), titles("slepenais")) == (["Atklātais plāns"], [])


def test_what_is_unpublished_or_deleted_is_not_found():
    cms.standard_page(title="Pirmais plāns").unpublish()
    cms.standard_page(title="Otrais plāns").delete()

    assert titles("plāns") == []


def test_what_is_restricted_is_found_by_nobody_until_the_restriction_goes():
    page = cms.standard_page(title="Slepenais plāns")
    child = cms.published(page, type(page)(title="Slepenais pielikums", slug="pielikums"))
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    child.save_revision().publish()

    assert titles("slepenais") == []
    rebuild_index()
    assert titles("slepenais") == []
    restriction.delete()
    assert sorted(titles("slepenais")) == ["Slepenais pielikums", "Slepenais plāns"]


def test_addresses_follow_a_new_slug_and_a_move(django_capture_on_commit_callbacks):
    page = cms.standard_page(title="Plāns", slug="vecais")
    cms.published(page, type(page)(title="Pielikums", slug="pielikums"))
    page.slug = "jaunais"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    other = cms.standard_page(title="Cits", slug="cits")

    assert SearchEntry.objects.get(title="Pielikums").url == "/lv/jaunais/pielikums/"
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert SearchEntry.objects.get(title="Pielikums").url == "/lv/cits/jaunais/pielikums/"


def test_terms_follow_the_glossary_and_their_own_changes():
    term = cms.term("kohēzija", "cohesion")
    assert titles("kohēzija") == []

    cms.glossary("lv")
    assert titles("kohēzija") == ["kohēzija"]

    term.term = "saliedētība"
    term.save()
    assert (titles("kohēzija"), titles("saliedētība")) == ([], ["saliedētība"])

    GlossaryTerm.objects.all().delete()
    assert titles("saliedētība") == []


def test_a_term_is_found_by_its_name_in_the_other_language():
    cms.glossary("lv")
    cms.term("apliecība", "certificate")

    assert titles("certificate") == ["apliecība"]


def test_a_page_type_of_a_higher_app_is_found_by_its_search_fields():
    programme = courses.programme(modules=1)
    courses.module_page(programme.modules.get())

    found = find("dariet", language="lv")

    assert [(entry.title, entry.kind) for entry in found.page] == [("Modulis M01", "module")]
    assert titles("sadaļas") == ["Modulis M01"]


def test_each_question_is_found_under_its_own_address(client):
    page = cms.faq("lv", Kā_saņemt_apliecību="Izpildiet nosacījumus.", Kas_ir_mentors="Cilvēks.")

    entry = find("mentors", language="lv").page[0]

    address, anchor = entry.url.split("#")
    assert address == "/lv/jautajumi/"
    assert f'id="{anchor}"' in client.get(address).content.decode()
    page.save_revision().publish()
    assert find("mentors", language="lv").page[0].url == entry.url


def note(person, title="Mana piezīme"):
    return Text(
        source="notes",
        object_id=str(person.pk),
        kind=Kind.NOTE,
        title=title,
        url="/lv/my/notes/",
        text="Apspriest ar komandu šķēršļus; ask the mentors about plans",
        owner_id=person.pk,
    )


def test_a_note_is_found_by_its_owner_in_both_languages_and_by_nobody_else(client):
    owner, other = people.person(), people.person()
    write_texts(source="notes", object_id=str(owner.pk), texts=[note(owner)])

    assert titles("šķērslis", person_id=owner.pk) == ["Mana piezīme"]
    assert titles("mentor plan", "en", person_id=owner.pk) == ["Mana piezīme"]
    assert [titles("šķērslis", person_id=who) for who in (None, other.pk)] == [[], []]
    # Not even as a correction of a typo.
    assert find("skerslus", language="lv", person_id=other.pk).wanted.corrected == {}
    client.force_login(
        people.user(person=owner), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "Mana piezīme" in client.get("/lv/search/?q=šķērslis").content.decode()


def test_rebuilding_asks_the_apps_above_and_leaves_no_stale_entry():
    owner = people.person()
    cms.standard_page(title="Plāns")
    write_texts(source="notes", object_id="gone", texts=[note(owner, "Dzēstā")])

    def answer(**kwargs):
        return [note(owner)]

    search_rebuilding.connect(answer)
    try:
        call_command("rebuild_search_index")
    finally:
        search_rebuilding.disconnect(answer)

    assert [titles(word, person_id=owner.pk) for word in ("plāns", "šķērslis")] == [
        ["Plāns", "Mana piezīme"],
        ["Mana piezīme"],
    ]
    assert titles("dzēstā", person_id=owner.pk) == []


def test_rebuilding_gives_the_same_index_as_publishing():
    cms.glossary("lv")
    cms.term("apliecība", "certificate", synonyms="sertifikāts")
    cms.faq("lv", Kas_ir_mentors="Cilvēks.")
    cms.guidelines("lv", chapters=2)
    cms.edition()
    columns = [field.name for field in SearchEntry._meta.fields if field.name != "id"]
    published = list(SearchEntry.objects.order_by("source", "object_id", "part").values(*columns))

    rebuild_index()

    again = list(SearchEntry.objects.order_by("source", "object_id", "part").values(*columns))
    assert (again, len(again)) == (published, 7)


def test_of_the_guidelines_the_edition_in_force_is_found_and_no_later_draft():
    index = cms.guidelines("lv")
    chapter = cms.chapter(index, title="Komanda", slug="komanda")
    cms.rewrite(chapter, "Sākotnējais teikums")
    assert titles("sākotnējais") == []

    cms.edition()
    assert titles("sākotnējais") == ["Komanda"]

    cms.rewrite(chapter, "Pārrakstīts teikums", title="Komandas darbs")
    assert (titles("pārrakstīts"), titles("sākotnējais")) == ([], ["Komanda"])
    rebuild_index()
    assert (titles("pārrakstīts"), titles("sākotnējais")) == ([], ["Komanda"])

    cms.edition()
    assert (titles("pārrakstīts"), titles("sākotnējais")) == (["Komandas darbs"], [])
