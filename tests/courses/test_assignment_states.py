"""What becomes of an assignment: the states it can be in, and how it goes from one to another."""

import pytest
from django.core import mail
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
    accept_assignment,
    return_assignment,
    save_draft,
    submit_assignment,
)
from courses.actions.progress import start_module
from courses.models import (
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Module,
    ModuleProgress,
)
from people.models import AuditEntry
from tests.courses.handing_in import URL, send
from tests.factories import courses, people
from tests.factories.assignments import handed_in


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
