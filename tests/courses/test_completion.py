"""Completion never comes without the rule, whatever the order of acts."""

import contextlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.actions.assignments import (
    AlreadyAccepted,
    AlreadyAnswered,
    NothingChanged,
    NothingToHandIn,
    accept_assignment,
    return_assignment,
    save_draft,
    submit_assignment,
)
from courses.actions.progress import UnknownPart, read_part, save_reflection, start_module
from courses.actions.quiz import QuestionsUnanswered, submit_attempt
from courses.models import Assignment, Module, ModuleProgress
from courses.queries import answers_needed, completion_state, parts_of
from tests.factories import courses, people


@given(st.integers(1, 10), st.integers(1, 10))
def test_all_correct_is_always_enough_and_the_mark_is_never_raised(pass_mark, out_of):
    needed = answers_needed(pass_mark, out_of)
    assert 1 <= needed <= min(pass_mark, out_of)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(0, 4)),  # 4 is a part that does not exist
        st.tuples(st.just("quiz"), st.integers(0, 6)),  # right answers; 6 leaves them out
        st.tuples(st.just("reflect"), st.sampled_from(["", "   ", "Sākšu pirmdien"])),
        st.tuples(st.just("draft"), st.sampled_from(["", "Mans darbs", "Labāks"])),
        st.tuples(st.just("hand in"), st.just(0)),
        st.tuples(st.sampled_from(["return", "accept"]), st.just(0)),
        st.tuples(st.just("start"), st.just(0)),
        st.tuples(st.just("open"), st.just(0)),
    ),
    max_size=20,
)
RULES = st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()).filter(any)
NAMES = ["requires_all_parts", "requires_quiz", "requires_assignment", "requires_reflection"]


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, rule=RULES)
def test_completion_comes_exactly_with_the_rule(page, client, acts, rule):
    Module.objects.filter(pk=page.module_id).update(**dict(zip(NAMES, rule, strict=True)))
    module = Module.objects.get(pk=page.module_id)
    account = people.user(person=people.person())
    trainer = people.user("trainer", person=people.person())
    client.force_login(account)
    progress = start_module(person=account.person, module=module)
    parts = {part.id for part in parts_of(page)}
    read, passed, accepted, reflected, completed = set(), False, False, False, False
    for act, value in acts:
        if act == "quiz":
            passed = answer(progress, page, value) or passed
        elif act == "reflect":
            save_reflection(progress=progress, version=page, text=value, by=None)
            read.add("reflection")
            reflected = bool(value.strip())
        elif act in {"open", "start", "read"}:
            read |= study(client, progress, page, act, value)
        else:
            accepted = work(account.person, module, act, value, trainer) or accepted
        met = (read >= parts, passed, accepted, reflected)
        asked_and_met = [is_met for is_met, asked in zip(met, rule, strict=True) if asked]
        completed = completed or all(asked_and_met)
        stored = ModuleProgress.objects.get(pk=progress.pk)
        assert (stored.completed_at is not None) == completed
        assert (stored.quiz_passed_at is not None) == passed
        assert (stored.assignment_accepted_at is not None) == accepted
        shown = completion_state(module, stored, url="/")
        assert [one.is_met for one in shown] == asked_and_met


def study(client, progress, page, act, value) -> set[str]:
    """Open pages, start again, or mark a part as read; return the part that was."""
    parts = [part.id for part in parts_of(page)]
    if act == "open":
        for url in ("/lv/moduli/m01/", "/lv/module/M01/assignment/", "/lv/module/M01/quiz/"):
            client.get(url)
    elif act == "start":
        start_module(person=progress.person, module=page.module)
    elif value < len(parts):
        read_part(progress=progress, version=page, part=parts[value], by=None)
        return {parts[value]}
    else:
        with pytest.raises(UnknownPart):
            read_part(progress=progress, version=page, part="nothing", by=None)
    return set()


def work(person, module, act, value, trainer) -> bool:
    """Work on the assignment as far as its state lets; tell whether it was accepted just now."""
    found = Assignment.objects.filter(person=person, module=module).first()
    version = found.versions.first() if found else None
    refusals = (AlreadyAccepted, AlreadyAnswered, NothingChanged, NothingToHandIn)
    with contextlib.suppress(*refusals):
        if act == "draft":
            save_draft(person=person, module=module, text=value)
        elif act == "hand in" and found:
            submit_assignment(assignment=found)
        elif act == "return" and version:
            return_assignment(version=version, feedback="Precizējiet", by=trainer)
        elif act == "accept" and version:
            accept_assignment(version=version, by=trainer)
            return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["read_at", "quiz_passed_at", "assignment_accepted_at"])
def test_the_database_refuses_completion_without_what_was_needed(page, missing):
    now = timezone.now()
    progress = start_module(person=people.person(), module=page.module)
    times = {"read_at": now, "quiz_passed_at": now, "assignment_accepted_at": now}
    values = times | {"needed_parts": True, "needed_assignment": True, "completed_at": now}
    row = ModuleProgress.objects.filter(pk=progress.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**(values | {missing: None}))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**values, needed_reflection=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(completed_at=now, needed_quiz=False)
    assert row.update(**values) == 1


@pytest.mark.django_db
def test_what_was_completed_stays_so_when_the_rule_changes(page):
    Module.objects.filter(pk=page.module_id).update(requires_quiz=False)
    progress = start_module(person=people.person(), module=page.module)
    for part in parts_of(page):
        read_part(progress=progress, version=page, part=part.id, by=None)
    Module.objects.filter(pk=page.module_id).update(requires_quiz=True, requires_assignment=True)

    stored = ModuleProgress.objects.get(pk=progress.pk)

    assert stored.completed_at is not None
    assert (stored.needed_parts, stored.needed_quiz, stored.needed_assignment) == (
        True,
        False,
        False,
    )


def answer(progress, page, right) -> bool:
    """Take the quiz with so many right answers; tell whether that passes."""
    if right > 5:
        running = courses.attempt(progress, page, right=None)
        with pytest.raises(QuestionsUnanswered):
            submit_attempt(attempt=running, by=None)
        return False
    attempt = courses.attempt(progress, page, right)
    assert attempt.score == right
    assert attempt.passed == (right >= 4)
    return attempt.passed
