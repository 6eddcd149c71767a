"""Completion never comes without the rule, whatever the order of acts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.actions.progress import UnknownPart, read_part, save_reflection, start_module
from courses.actions.quiz import QuestionsUnanswered, submit_attempt
from courses.models import Module, ModuleProgress
from courses.queries import answers_needed, parts_of
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
