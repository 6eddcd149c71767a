"""An assignment from its writer's side: drafts, versions, files; and what is refused."""

import hashlib

import pytest
from django.db import transaction

from courses.actions.assignments import (
    TooManyFiles,
    save_draft,
)
from courses.actions.progress import start_module
from courses.models import (
    Assignment,
    AssignmentFile,
    AssignmentVersion,
    ModuleProgress,
)
from tests.courses.handing_in import HTML, URL, send
from tests.factories import people
from tests.factories.assignments import handed_in, new_file
from tests.factories.uploads import file, harmless


def test_assignment_opens_only_after_the_start(learning):
    response = learning.get(URL, follow=True)

    assert response.redirect_chain == [("/lv/moduli/m01/", 302)]  # it has no English page here
    assert len(response.context["messages"]) == 1
    assert Assignment.objects.count() == 0


def test_opening_the_assignment_changes_nothing(writing):
    before = ModuleProgress.objects.values().get()

    assert writing.get(URL).status_code == 200

    assert Assignment.objects.count() == 0
    assert ModuleProgress.objects.values().get() == before


def test_a_draft_is_kept_with_text_link_and_files(writing):
    send(
        writing,
        text="  Pirmais <b>mēģinājums</b> ",
        link="https://padlet.com/a",
        added=[harmless("plāns.docx"), harmless("foto.jpg")],
    )

    draft = Assignment.objects.get()
    assert (draft.state, draft.draft_text, draft.draft_link) == (
        "draft",
        "Pirmais <b>mēģinājums</b>",
        "https://padlet.com/a",
    )
    assert list(draft.files.values_list("name", flat=True)) == ["plāns.docx", "foto.jpg"]
    html = writing.get(URL).content.decode()
    assert "Pirmais &lt;b&gt;mēģinājums" in html
    assert AssignmentVersion.objects.count() == 0


def test_handing_in_makes_a_version_that_later_drafts_leave_alone(writing):
    send(writing, "submit", text="Pirmais", added=[harmless("a.pdf")])
    send(writing, text="Otrais")

    version = AssignmentVersion.objects.get()
    assert (version.number, version.text) == (1, "Pirmais")
    assert [row.name for row in version.files.all()] == ["a.pdf"]
    assert Assignment.objects.get().state == "submitted"


def test_each_handing_in_is_a_version_of_its_own(writing):
    for text in ("Pirmais", "Otrais", "Otrais"):
        send(writing, "submit", text=text)

    found = AssignmentVersion.objects.order_by("number").values_list("number", "text")
    assert list(found) == [(1, "Pirmais"), (2, "Otrais")]


def test_nothing_is_handed_in_without_content(writing):
    response = send(writing, "submit", text="   ")

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "There is nothing to hand in yet. Write something, or add a file or a link."
    ]
    assert AssignmentVersion.objects.count() == 0


@pytest.mark.parametrize(
    "link",
    [
        "http://padlet.com/a",
        "javascript:alert(1)",
        "https://",
        "https://jspa.lv@evil.example/",
        "ftp://a.lv/",
        "https://[",
        "padlet.com",
        "https://a b.lv",
    ],
)
def test_a_bad_link_gets_a_sentence_and_nothing_else_is_lost(writing, link):
    response = send(writing, "submit", text="Mans darbs", link=link, added=[harmless("a.pdf")])

    form = response.context["form"]
    assert list(form.errors) == ["link"]
    assert response.context["form"]["link"].value() == link
    draft = Assignment.objects.get()
    assert (draft.state, draft.draft_text, draft.files.get().name) == (
        "draft",
        "Mans darbs",
        "a.pdf",
    )


def test_a_link_is_shown_as_text_with_its_host(writing):
    send(writing, "submit", link="https://pаdlet.com/a")  # the first a is Cyrillic

    html = writing.get(URL).content.decode()
    assert "<strong>xn--pdlet-4ve.com</strong>" in html
    assert 'href="https://p' not in html


def test_a_hostile_file_is_named_and_the_good_one_beside_it_is_kept(writing):
    response = send(
        writing, "submit", text="Darbs", added=[file("lapa.pdf", HTML), harmless("a.pdf")]
    )

    [refusal] = response.context["form"].errors["added"]
    assert refusal.startswith("lapa.pdf: The file is damaged or is not what its name says.")
    assert AssignmentFile.objects.get().name == "a.pdf"
    assert Assignment.objects.get().state == "draft"


def test_a_fourth_file_is_left_out_by_name(writing):
    send(writing, added=[harmless("1.pdf"), harmless("2.pdf")])
    response = send(writing, added=[harmless("3.pdf"), harmless("4.pdf")])

    assert response.context["form"].errors["added"] == [
        "An assignment has at most three files. Left out: 4.pdf"
    ]
    assert list(AssignmentFile.objects.values_list("name", flat=True)) == [
        "1.pdf",
        "2.pdf",
        "3.pdf",
    ]


def test_too_long_a_text_stays_in_the_form(writing):
    text = "ā" * 20_001
    response = send(writing, text=text)

    assert response.context["form"]["text"].value() == text
    assert Assignment.objects.get().draft_text == ""


@pytest.mark.parametrize("text", ["a\x00b", "\u202e", "<script>alert(1)</script>"])
def test_strange_text_is_refused_or_harmless(writing, text):
    response = send(writing, "submit", text=text)

    assert response.status_code in {200, 302}
    assert "<script>alert" not in writing.get(URL).content.decode()


def test_a_file_taken_out_of_the_draft_is_gone_unless_it_was_handed_in(
    writing, django_capture_on_commit_callbacks
):
    send(writing, "submit", added=[harmless("a.pdf")])
    kept = AssignmentFile.objects.get()
    send(writing, added=[harmless("b.pdf")])
    dropped = AssignmentFile.objects.get(name="b.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        send(writing, remove=[kept.pk, dropped.pk])

    storage = AssignmentFile._meta.get_field("stored").storage
    assert list(AssignmentFile.objects.values_list("name", "in_draft")) == [("a.pdf", False)]
    assert (storage.exists(kept.stored.name), storage.exists(dropped.stored.name)) == (True, False)


def test_a_file_of_somebody_else_cannot_be_removed(writing, page):
    other = handed_in(people.person(), page.module, files=["a.pdf"]).files.get()

    response = send(writing, remove=[other.pk])

    assert response.status_code in {200, 302}
    other.refresh_from_db()
    assert other.in_draft


def test_a_stored_file_says_nothing_and_keeps_its_hash(writing):
    send(writing, added=[harmless("slepens plāns.pdf")])

    row = AssignmentFile.objects.get()
    assert row.stored.name.count("/") == 2
    assert len(row.stored.name.rpartition("/")[2]) == 32
    with row.stored.open() as content:
        assert hashlib.sha256(content.read()).hexdigest() == row.sha256


def test_a_file_comes_back_to_be_saved_and_never_drawn(writing):
    send(writing, added=[harmless("Mans plāns.png")])
    row = AssignmentFile.objects.get()

    response = writing.get(f"{URL}{row.pk}/")

    assert b"".join(response.streaming_content) == harmless("a.png").read()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/png"


def test_a_file_of_another_person_is_not_found(writing, page):
    other = handed_in(people.person(), page.module, files=["a.pdf"]).files.get()

    assert writing.get(f"{URL}{other.pk}/").status_code == 404


def test_private_files_have_no_address_of_their_own(writing):
    send(writing, added=[harmless("a.pdf")])
    name = AssignmentFile.objects.get().stored.name

    for path in (f"/media/{name}", f"/private/{name}", f"/documents/1/{name}"):
        assert writing.get(path, follow=True).status_code == 404


def test_failed_saving_leaves_no_bytes_behind(learner, page, monkeypatch):
    start_module(person=learner.person, module=page.module)
    written = []
    storage = AssignmentFile._meta.get_field("stored").storage
    save = storage.save
    monkeypatch.setattr(
        storage, "save", lambda *a, **k: written.append(save(*a, **k)) or written[-1]
    )

    with pytest.raises(RuntimeError), transaction.atomic():
        monkeypatch.setattr(
            "courses.actions.assignments._touch", lambda _: (_ for _ in ()).throw(RuntimeError)
        )
        save_draft(person=learner.person, module=page.module, text="a", add=[new_file()])

    assert len(written) == 1
    assert not storage.exists(written[0])
    assert AssignmentFile.objects.count() == 0


def test_more_than_three_files_are_refused_by_the_action_too(learner, page):
    with pytest.raises(TooManyFiles):
        save_draft(
            person=learner.person, module=page.module, add=[new_file(f"{n}.pdf") for n in range(4)]
        )

    assert Assignment.objects.count() == 0
