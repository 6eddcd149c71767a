"""A whole programme written into a file and read back: nothing is lost, nothing is added."""

import json

import pytest
import time_machine

from cms.actions.content import load_pages
from cms.models import LicensedDocument, LicensedImage
from courses.actions.content import load_module_pages
from courses.models import (
    Competence,
    CompetenceArea,
    Module,
    ModuleEdition,
    ModulePage,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
    QuizAttempt,
)
from courses.queries import portable
from tests.courses import quizzes, transfers
from tests.factories import people

# What does not travel, and why.
GIVEN_ANEW = {
    "id", "programme", "day", "area", "module", "page_ptr", "address", "path", "depth", "numchild",
    "translation_key", "locale", "content_type", "url_path", "owner", "draft_title",
}  # fmt: skip
# A page arrives as a first draft: what was published, when and by whom is the other site's.
STATE_OF_PAGE = {
    "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
    "latest_revision", "latest_revision_created_at", "go_live_at", "expire_at", "expired", "locked",
    "locked_at", "locked_by", "alias_of", "version_number", "edition_kind", "edition_note",
    "searchable",
}  # fmt: skip
# Where the bytes lie and what follows from them; collections are each site's own.
STORED = {
    "file", "width", "height", "file_size", "file_hash", "created_at", "collection",
    "uploaded_by_user",
}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "travels", "stays"),
    [
        (Programme, portable.PROGRAMME, set()),
        (ProgrammeDay, portable.DAY, set()),
        (ProgrammeBlock, portable.BLOCK, set()),
        (Module, portable.MODULE, set()),
        (CompetenceArea, portable.AREA, set()),
        (Competence, portable.COMPETENCE, set()),
        (ModulePage, portable.PAGE + portable.STREAMS + portable.RICH_TEXTS, STATE_OF_PAGE),
        (LicensedImage, portable.MEDIUM["image"], STORED),
        (LicensedDocument, portable.MEDIUM["document"], STORED),
    ],
)
def test_every_field_travels_or_is_given_anew(model, travels, stays):
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields - set(travels) - stays <= GIVEN_ANEW
    assert set(travels) <= fields
    assert not set(travels) & (stays | GIVEN_ANEW)


@pytest.fixture
def manager(db):
    return people.user("programme_manager", person=people.person(given_name="Zelma"))


@pytest.fixture
def rich(manager):
    return transfers.rich(manager)


def test_what_is_read_back_is_what_was_written(rich):
    before, file = transfers.told_of(rich), transfers.exported(rich)
    transfers.forget(rich)
    assert Programme.objects.count() == LicensedImage.objects.count() == 0

    report = transfers.imported(file)

    arrived = Programme.objects.get()
    assert report.programme == arrived
    assert transfers.told_of(arrived) == before
    assert (report.days, report.modules, report.competences, len(report.pages)) == (5, 2, 18, 4)
    assert report.notices == ()
    assert report.new_media == len(report.media) == len(transfers.record(file, "media.json"))


def test_the_import_written_again_is_the_same_file(rich):
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        file = transfers.exported(rich)
    transfers.forget(rich)
    arrived = transfers.imported(file).programme

    with time_machine.travel("2026-04-01 12:00:00+00:00", tick=False):
        again = transfers.exported(arrived, drafts=True)

    first, second = transfers.members(file), transfers.members(again)
    said, said_again = (json.loads(one.pop("manifest.json")) for one in (first, second))
    assert second == first
    assert said_again == said | {"made_at": "2026-04-01T12:00:00+00:00"}
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        assert transfers.exported(arrived, drafts=True) == file


def test_the_programme_of_2024_goes_round(db):
    load_pages()
    load_module_pages()
    programme = Programme.objects.get()
    before, file = transfers.told_of(programme), transfers.exported(programme)
    transfers.forget(programme)

    report = transfers.imported(file)

    assert transfers.told_of(Programme.objects.get()) == before
    assert (report.modules, len(report.pages), report.competences) == (10, 20, 18)
    assert [page for page in report.pages if page.slug != page.slug_in_file] == []
    drafts = transfers.exported(report.programme, drafts=True)
    assert transfers.members(drafts).keys() == transfers.members(file).keys()
    assert {k: v for k, v in transfers.members(drafts).items() if k != "manifest.json"} == {
        k: v for k, v in transfers.members(file).items() if k != "manifest.json"
    }


def test_pages_arrive_as_drafts_and_nothing_is_published(rich):
    file = transfers.exported(rich)
    transfers.forget(rich)
    transfers.imported(file)

    pages = ModulePage.objects.all()
    assert set(pages.values_list("live", "has_unpublished_changes")) == {(False, True)}
    assert ModuleEdition.objects.count() == 0
    assert pages.filter(latest_revision=None).count() == 0
    keys = set(pages.values_list("module__code", "translation_key"))
    assert len(keys) == 2  # both languages of a module belong together


def test_an_imported_module_is_published_started_and_its_quiz_passed(client, rich, learner):
    file = transfers.exported(rich)
    transfers.forget(rich)
    transfers.imported(file)
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    assert client.get("/lv/moduli/m01/").status_code == 404
    page.get_latest_revision().publish()

    client.force_login(learner)
    assert client.get("/lv/moduli/m01/").status_code == 200
    assert client.post("/lv/module/M01/start/").status_code == 302
    quizzes.take(client)

    assert QuizAttempt.objects.get().passed
    assert ModuleEdition.objects.get().number == "1.0"
