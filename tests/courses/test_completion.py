"""Completion never comes without the rule, whatever the order of acts; scoring adds up."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.actions.progress import UnknownPart, read_part, save_reflection, start_module
from courses.actions.quiz import AnswersDoNotFit, answers_needed, correct_answers, submit_quiz
from courses.models import Module, ModuleProgress, QuizAttempt
from courses.queries import Option, Question, parts_of
from tests.factories import people

QUESTIONS = st.lists(
    st.integers(min_value=2, max_value=6).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(0, n - 1), st.integers(0, n - 1))
    ),
    min_size=1,
    max_size=8,
)


@given(QUESTIONS)
def test_score_counts_the_questions_answered_rightly(drawn):
    questions = [
        Question("?", tuple(Option("a", i == right, "f") for i in range(n)))
        for n, right, _ in drawn
    ]
    chosen = [answer for _, _, answer in drawn]
    expected = len([1 for _, right, answer in drawn if right == answer])
    assert correct_answers(questions, chosen) == expected
    everything = [right for _, right, _ in drawn]
    assert correct_answers(questions, everything) == len(questions)


@given(st.integers(1, 10), st.integers(1, 10))
def test_all_correct_is_always_enough_and_the_mark_is_never_raised(pass_mark, out_of):
    needed = answers_needed(pass_mark, out_of)
    assert 1 <= needed <= min(pass_mark, out_of)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(0, 4)),  # 4 is a part that does not exist
        st.tuples(st.just("quiz"), st.integers(0, 6)),  # right answers; 6 is a form that is wrong
        st.tuples(st.just("reflect"), st.sampled_from(["", "   ", "Sākšu pirmdien"])),
        st.tuples(st.just("start"), st.just(0)),
        st.tuples(st.just("open"), st.just(0)),
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, all_parts=st.booleans(), with_reflection=st.booleans())
def test_completion_comes_exactly_with_the_rule(page, client, acts, all_parts, with_reflection):
    Module.objects.filter(pk=page.module_id).update(
        requires_all_parts=all_parts, requires_reflection=with_reflection
    )
    module = Module.objects.get(pk=page.module_id)
    account = people.user(person=people.person())
    client.force_login(account)
    progress = start_module(person=account.person, module=module)
    parts = [part.id for part in parts_of(page)]
    read, passed, reflected, completed = set(), False, False, False
    for act, value in acts:
        if act == "open":
            client.get("/lv/moduli/m01/")
        elif act == "start":
            start_module(person=account.person, module=module)
        elif act == "read" and value < len(parts):
            read_part(progress=progress, version=page, part=parts[value], by=None)
            read.add(parts[value])
        elif act == "read":
            with pytest.raises(UnknownPart):
                read_part(progress=progress, version=page, part="nothing", by=None)
        elif act == "reflect":
            save_reflection(progress=progress, version=page, text=value, by=None)
            read.add("reflection")
            reflected = bool(value.strip())
        else:
            passed = answer(progress, page, value) or passed
        met = (
            passed and (not all_parts or read >= set(parts)) and (not with_reflection or reflected)
        )
        completed = completed or met
        stored = ModuleProgress.objects.get(pk=progress.pk)
        assert (stored.completed_at is not None) == completed
        assert (stored.quiz_passed_at is not None) == passed


def answer(progress, page, right) -> bool:
    """Submit the quiz with so many right answers; tell whether that passes."""
    if right > 5:
        with pytest.raises(AnswersDoNotFit):
            submit_quiz(progress=progress, version=page, answers=[0] * 6, nonce=uuid4(), by=None)
        return False
    chosen = [0] * right + [1] * (5 - right)
    attempt = submit_quiz(progress=progress, version=page, answers=chosen, nonce=uuid4(), by=None)
    assert attempt.score == right
    assert attempt.passed == (right >= 4)
    return attempt.passed


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [[], [0] * 4, [0] * 6, [0, 0, 0, 0, 2], [0, 0, 0, 0, -1]])
def test_answers_that_do_not_fit_store_nothing(page, wrong):
    progress = start_module(person=people.person(), module=page.module)
    with pytest.raises(AnswersDoNotFit):
        submit_quiz(progress=progress, version=page, answers=wrong, nonce=uuid4(), by=None)
    assert QuizAttempt.objects.count() == 0
