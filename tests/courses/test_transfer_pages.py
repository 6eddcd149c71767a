"""The screens by which managers take a programme out, bring one in and copy one."""

import re

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.users.models import UserProfile

from courses.actions.transfer import keep_upload, waiting
from courses.models import ModulePage, Programme
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import AuditEntry, Role
from tests.courses import transfers
from tests.factories import courses, people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
IMPORT, PREVIEW = "/admin/programmes/import/", "/admin/programmes/import/preview/"
LIST = "/admin/snippets/courses/programme/"


@pytest.fixture
def programme(db):
    made = transfers.stated(courses.programme(modules=1))
    courses.module_page(made.modules.get())
    courses.module_page(made.modules.get(), "en", slug="m01-en")
    return made


def enter(client, role):
    load_reference()
    account = people.user(person=people.person())
    assign_role(user=account, role=role, by=None)
    client.force_login(account, backend=BACKEND)
    return account


@pytest.fixture
def manager(client, programme):
    return enter(client, Role.PROGRAMME_MANAGER)


def upload(client, file, name="ddj.zip"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, file)})


def waiting_files():
    return waiting._kept()


@pytest.fixture(autouse=True)
def nothing_waits():
    yield
    for name in waiting_files():
        storages["private"].delete(name)


def sentences(response):
    return [str(message) for message in response.context["messages"]]


def test_list_leads_to_all_three_for_a_manager_and_to_export_for_an_editor(client, manager):
    pk = Programme.objects.get().pk
    ways = (f"/admin/programmes/{pk}/export/", f"/admin/programmes/{pk}/copy/", IMPORT)
    shown = client.get(LIST).content.decode()
    assert [way in shown for way in ways] == [True, True, True]

    enter(client, Role.CONTENT_EDITOR)
    shown = client.get(LIST).content.decode()
    assert [way in shown for way in ways] == [True, False, False]


def test_export_is_a_file_named_by_the_programme(client, manager, programme):
    url = f"/admin/programmes/{programme.pk}/export/"
    assert "ddj" in client.get(url).content.decode()

    response = client.post(url)

    assert response.headers["Content-Disposition"] == 'attachment; filename="ddj-1.zip"'
    assert response.headers["Content-Type"] in {"application/zip", "application/x-zip-compressed"}
    file = b"".join(response.streaming_content)
    assert transfers.record(file, "programme.json")["code"] == "ddj"
    entry = AuditEntry.objects.get(action="courses.programme_exported")
    assert (entry.actor, entry.after["drafts"]) == (manager, False)


def test_export_of_a_medium_without_its_file_says_so(client, manager, programme):
    from tests.factories import blocks

    image = blocks.image(title="Pazudusi bilde")
    page = ModulePage.objects.filter(slug="m01").get()
    page.body = [("image", {"image": image, "alt_text": "Bilde"})]
    page.save_revision().publish()
    image.file.storage.delete(image.file.name)

    response = client.post(f"/admin/programmes/{programme.pk}/export/")

    assert response.status_code == 200
    [problem] = response.context["problems"]
    assert (problem.place, problem.sentence) == (
        "Pazudusi bilde",
        "Šā attēla vai dokumenta faila glabātavā nav.",
    )
    assert not AuditEntry.objects.filter(action="courses.programme_exported").exists()


def test_import_is_previewed_then_confirmed(client, manager, programme):
    file = transfers.exported(programme)
    transfers.forget(programme)
    rows = transfers.everything()

    assert upload(client, file).url == PREVIEW
    shown = client.get(PREVIEW)
    text = shown.content.decode()
    assert "Digitālais darbs ar jaunatni" in text
    assert "Modulis M01" in text
    assert shown.context["form"].initial == {"code": "ddj", "version": 1}
    assert (transfers.everything(), len(waiting_files())) == (rows, 1)

    done = client.post(PREVIEW, {"code": "ddj", "version": "1", "import": "1"}, follow=True)

    assert done.redirect_chain == [(LIST, 302)]
    assert "2 lapas ir melnrakstā." in sentences(done)[0]
    assert Programme.objects.get().code == "ddj"
    assert waiting_files() == []
    assert client.get(PREVIEW).url == IMPORT
    entry = AuditEntry.objects.get(action="courses.programme_imported")
    assert entry.actor == manager
    assert set(ModulePage.objects.values_list("owner", "live")) == {(manager.pk, False)}


def test_preview_of_a_programme_that_exists_offers_the_next_version(client, manager, programme):
    upload(client, transfers.exported(programme))

    shown = client.get(PREVIEW)
    assert shown.context["report"].taken in shown.content.decode().replace("&quot;", '"')
    assert shown.context["form"].initial == {"code": "ddj", "version": 2}

    refused = client.post(PREVIEW, {"code": "ddj", "version": "1", "import": "1"})
    assert "jau ir" in refused.content.decode()
    assert Programme.objects.count() == 1

    again = client.post(PREVIEW, {"code": "cits", "version": "1", "check": "1"})
    assert again.context["report"].taken == ""
    assert Programme.objects.count() == 1

    assert client.post(PREVIEW, {"code": "ddj", "version": "2", "import": "1"}).url == LIST
    assert set(Programme.objects.values_list("code", "version")) == {("ddj", 1), ("ddj", 2)}


@pytest.mark.parametrize(
    "name", [{"code": "<script>", "version": "1"}, {"code": "x" * 31, "version": "1"}, {"code": ""},
             {"code": "ok", "version": "0"}, {"code": "ok", "version": "99999"}, {"code": "ok", "version": "x"}],
)  # fmt: skip
def test_impossible_name_stays_in_the_form(client, manager, programme, name):
    upload(client, transfers.exported(programme))
    response = client.post(PREVIEW, name | {"import": "1"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04", b"x" * 5000])
def test_bad_upload_gets_a_sentence_and_is_not_kept(client, manager, file):
    response = upload(client, file)
    assert response.status_code == 200
    assert "Fails ir" in response.content.decode() or response.context["form"].errors
    assert waiting_files() == []
    assert client.get(PREVIEW).url == IMPORT


def test_bad_content_is_named_place_by_place_in_the_preview(client, manager, programme):
    file = transfers.changed(
        transfers.exported(programme),
        {
            "modules/M01/lv.json": transfers.with_value(
                "activity_text", value="<p><script>alert(1)</script></p>"
            ),
            "modules/M01/en.json": transfers.with_value("title", value=""),
        },
    )
    upload(client, file)

    for response in (
        client.get(PREVIEW),
        client.post(PREVIEW, {"code": "x", "version": "1", "import": "1"}),
    ):
        assert [problem.place for problem in response.context["problems"]] == [
            "M01 (Latviešu): Norādījumi aktivitātei",
            "M01 (English): Nosaukums",
        ]
        assert "<script>alert" not in response.content.decode()
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("said", [None, [], "x", {"code": ["<script>"]}, {"version": {}}])
def test_nonsense_in_the_manifest_does_no_harm(client, manager, programme, said):
    change = {"modules/M01/lv.json": transfers.with_value("title", value="")}
    file = transfers.changed(transfers.exported(programme), change, {"programme": said})
    upload(client, file)
    response = client.get(PREVIEW)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().partition("<form")[2].partition("</form>")[0]


def test_two_gigabytes_are_refused_before_they_are_read(client, manager):
    response = client.post(
        IMPORT,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024**3),
    )
    assert response.status_code == 413


def test_a_recording_may_come_with_a_programme(client, manager, programme, settings):
    settings.REQUEST_MAX_BYTES = 100
    assert upload(client, transfers.exported(programme)).url == PREVIEW


def test_new_upload_takes_the_place_of_the_one_before(client, manager, programme):
    file = transfers.exported(programme)
    upload(client, file)
    [first] = waiting_files()
    upload(client, file)
    [second] = waiting_files()
    assert first != second


def test_upload_nobody_confirmed_is_dropped_after_a_day(db):
    for hour, kept in ((0, 1), (20, 2), (25, 2), (50, 1)):
        with time_machine.travel(f"2026-03-{1 + hour // 24:02d} {hour % 24:02d}:00:00+00:00"):
            keep_upload(SimpleUploadedFile("a.zip", b"x"))
        assert len(waiting_files()) == kept


def test_copy_proposes_the_next_version_and_makes_drafts(client, manager, programme):
    url = f"/admin/programmes/{programme.pk}/copy/"
    shown = client.get(url)
    assert shown.context["form"].initial == {"code": "ddj", "version": 2}

    taken = client.post(url, {"code": "ddj", "version": "1"})
    assert taken.context["form"].non_field_errors()
    assert Programme.objects.count() == 1

    done = client.post(url, {"code": "ddj", "version": "2"}, follow=True)

    assert done.redirect_chain == [(LIST, 302)]
    copy = Programme.objects.get(version=2)
    pages = ModulePage.objects.filter(module__programme=copy)
    assert set(pages.values_list("slug", "live")) == {("m01-2", False), ("m01-en-2", False)}
    entry = AuditEntry.objects.get(action="courses.programme_copied")
    assert (entry.actor, entry.object_id, entry.before) == (
        manager,
        str(copy.pk),
        {"programme": programme.pk},
    )
    assert client.get("/lv/moduli/m01/").status_code == 200
    assert re.search(r"Modulis M01", client.get("/lv/moduli/").content.decode())


def test_copy_of_drafts_alone_needs_the_word(client, manager, programme):
    ModulePage.objects.get(slug="m01-en").unpublish()
    url = f"/admin/programmes/{programme.pk}/copy/"
    shown = client.get(url).content.decode()
    assert "Publicētas lapas: 1. Lapas, kas ir tikai melnraksti: 1." in shown

    client.post(url, {"code": "ddj", "version": "2"})
    client.post(url, {"code": "ddj", "version": "3", "drafts": "on"})

    counts = {
        version: ModulePage.objects.filter(module__programme__version=version).count()
        for version in (2, 3)
    }
    assert counts == {2: 1, 3: 2}


def test_english_screens_are_english(client, manager, programme):
    profile = UserProfile.get_for_user(manager)
    profile.preferred_language = "en"
    profile.save()
    assert "Check the file" in client.get(IMPORT).content.decode()
    assert (
        "Download the file"
        in client.get(f"/admin/programmes/{programme.pk}/export/").content.decode()
    )
