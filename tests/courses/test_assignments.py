"""An assignment from its writer's side: drafts, versions, files; and the states it can be in."""

import hashlib

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.actions.assignments import (
    AlreadyAccepted,
    AlreadyAnswered,
    FeedbackMissing,
    NewerVersion,
    NothingChanged,
    NothingToHandIn,
    TooManyFiles,
    accept_assignment,
    return_assignment,
    save_draft,
    submit_assignment,
)
from courses.actions.progress import start_module
from courses.models import (
    Assignment,
    AssignmentDecision,
    AssignmentFile,
    AssignmentVersion,
    Module,
    ModuleProgress,
)
from people.models import AuditEntry
from tests.factories import courses, people
from tests.factories.assignments import handed_in, new_file
from tests.factories.uploads import file, harmless

URL = "/en/module/M01/assignment/"
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def writing(learning, learner, page):
    """The learner's client, with the module started."""
    start_module(person=learner.person, module=page.module)
    return learning


@pytest.fixture
def trainer(db):
    return people.user("trainer", person=people.person())


def send(client, do="save", **fields):
    return client.post(URL, {"do": do, "text": "", "link": ""} | fields)


def stored_names():
    """Names of the bytes in the private storage."""
    return {row.stored.name for row in AssignmentFile.objects.all()}


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

    storage = storages["private"]
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
    storage = storages["private"]
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


def test_returned_work_is_improved_and_its_history_stays(writing, learner, trainer):
    send(writing, "submit", text="Pirmais")
    return_assignment(
        version=AssignmentVersion.objects.get(), feedback="Pierakstiet piemēru", by=trainer
    )

    same = send(writing, "submit", text="Pirmais")
    send(writing, "submit", text="Otrais ar piemēru")

    assert same.context["form"].non_field_errors() == [
        "Nothing has changed since the version that was returned. Improve it first."
    ]
    html = writing.get(URL).content.decode()
    assert "Pierakstiet piemēru" in html
    assert "Pirmais" in html
    assert Assignment.objects.get().state == "submitted"


def test_accepted_work_is_final(writing, trainer):
    send(writing, "submit", text="Darbs")
    accept_assignment(version=AssignmentVersion.objects.get(), by=trainer)

    response = send(writing, "submit", text="Vēl kaut kas")

    assert [str(m) for m in response.context["messages"]][-1:] == [
        "The assignment is accepted already; it can no longer change."
    ]
    assert AssignmentVersion.objects.count() == 1
    assert Assignment.objects.get().draft_text == "Darbs"


def test_acceptance_completes_the_module_whose_rule_asked_for_it(writing, page, trainer):
    Module.objects.filter(pk=page.module_id).update(
        requires_assignment=True, requires_quiz=False, requires_all_parts=False
    )
    send(writing, "submit", text="Darbs")
    assert ModuleProgress.objects.get().completed_at is None

    accept_assignment(version=AssignmentVersion.objects.get(), by=trainer)

    progress = ModuleProgress.objects.get()
    assert progress.completed_at is not None
    assert (progress.needed_quiz, progress.needed_assignment) == (False, True)


def test_answers_are_mailed_without_the_feedback_and_audited(writing, learner, trainer):
    send(writing, "submit", text="Darbs")
    return_assignment(version=AssignmentVersion.objects.get(), feedback="Tikai jums", by=trainer)

    [letter] = mail.outbox
    assert letter.to == [learner.person.email]
    assert "Tikai jums" not in letter.body
    assert "/module/M01/assignment/" in letter.body
    entry = AuditEntry.objects.get(action="assignment.returned")
    assert entry.actor == trainer
    assert entry.before == {"state": "submitted"}
    assert entry.after["state"] == "returned"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": "submitted", "submitted_at": None},
        {"state": "accepted", "decided_at": None},
        {"state": "returned", "decided_at": None},
    ],
)
def test_states_that_cannot_be_are_refused_by_the_database(learner, page, fields):
    draft = save_draft(person=learner.person, module=page.module, text="a")

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=draft.pk).update(**fields)


def test_feedback_missing_and_second_answer_are_refused_by_the_database(page, trainer):
    version = handed_in(people.person(), page.module)

    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentDecision.objects.create(version=version, outcome="returned", decided_by=trainer)
    accept_assignment(version=version, by=trainer)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentDecision.objects.create(version=version, outcome="accepted", decided_by=trainer)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from(["", "a", "b"])),
        st.tuples(st.just("submit"), st.just("")),
        st.tuples(st.just("return"), st.sampled_from(["", "  ", "Precizējiet"])),
        st.tuples(st.just("return old"), st.just("Precizējiet")),
        st.tuples(st.just("accept"), st.just("")),
    ),
    max_size=14,
)


class Reference:
    """The state machine in a few plain lines: state, draft, versions, answers."""

    def __init__(self) -> None:
        self.state, self.draft, self.versions, self.answers = "draft", "", [], 0

    def expect(self, act, value):
        """Return what the act must raise, or None after doing it."""
        return getattr(self, act.split()[0])(value, old=act.endswith("old"))

    def save(self, value, old):
        if self.state == "accepted":
            return AlreadyAccepted
        self.draft = value
        return None

    def submit(self, value, old):
        if self.state == "accepted":
            return AlreadyAccepted
        if not self.draft:
            return NothingToHandIn
        if self.versions and self.versions[-1] == self.draft:
            return NothingChanged if self.state == "returned" else None
        self.versions.append(self.draft)
        self.state = "submitted"
        return None

    def answer(self, state, old):
        if self.state != "submitted":
            return AlreadyAnswered
        if old and len(self.versions) > 1:
            return NewerVersion
        self.state, self.answers = state, self.answers + 1
        return None

    def accept(self, value, old):
        return self.answer("accepted", old)

    def __getattr__(self, name):
        assert name == "return"
        return lambda value, old: self.answer("returned", old) if value.strip() else FeedbackMissing


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_states_change_only_as_the_reference_says(page, acts):
    trainer = people.user("trainer", person=people.person())
    person = people.person()
    start_module(person=person, module=page.module)
    draft = save_draft(person=person, module=page.module)
    model = Reference()
    for act, value in acts:
        versions = list(draft.versions.order_by("number"))
        if act not in {"save", "submit"} and not versions:
            continue
        chosen = versions and versions[0 if act.endswith("old") else -1]
        does = {
            "save": lambda v=value: save_draft(person=person, module=page.module, text=v),
            "submit": lambda: submit_assignment(assignment=draft),
            "return": lambda v=value, c=chosen: return_assignment(
                version=c, feedback=v, by=trainer
            ),
            "return old": lambda v=value, c=chosen: return_assignment(
                version=c, feedback=v, by=trainer
            ),
            "accept": lambda c=chosen: accept_assignment(version=c, by=trainer),
        }[act]
        expected = model.expect(act, value)
        if expected is None:
            does()
        else:
            with pytest.raises(expected):
                does()
        stored = Assignment.objects.get(pk=draft.pk)
        texts = list(stored.versions.order_by("number").values_list("text", flat=True))
        answers = AssignmentDecision.objects.filter(version__assignment=stored).count()
        assert (stored.state, stored.draft_text, texts, answers) == (
            model.state,
            model.draft,
            model.versions,
            model.answers,
        )
    accepted = ModuleProgress.objects.get(person=person).assignment_accepted_at
    assert (accepted is not None) == (model.state == "accepted")


def test_the_page_takes_the_same_queries_for_any_number_of_versions(
    writing, learner, page, trainer, django_assert_max_num_queries
):
    counts = []
    writing.get(URL)  # what is read once and kept
    for n in (1, 3, 10):
        for k in range(n):
            version = handed_in(learner.person, page.module, text=f"{n}/{k}")
            return_assignment(version=version, feedback="Precizējiet", by=trainer)
        with django_assert_max_num_queries(20) as captured:
            writing.get(URL)
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


def test_another_module_has_an_assignment_of_its_own(writing, learner, page):
    second = Module.objects.get(code="M02")
    courses.module_page(second)
    start_module(person=learner.person, module=second)
    send(writing, text="Pirmajam")

    assert "Pirmajam" not in writing.get("/en/module/M02/assignment/").content.decode()
