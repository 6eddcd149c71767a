"""Averages of a group: from five people up, in steps of five, the change over who gave both."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import CompetenceArea, Rating, SelfAssessment, SelfAssessmentRating
from courses.queries.averages import group_levels, whole_fives
from courses.queries.competences import AreaChange, Level
from tests.factories import answers

steps = st.lists(st.integers(1, 4), min_size=1, max_size=30)
# A machine with much else to do is slow in drawing, which says nothing about the rule.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(steps)
def test_a_mean_is_what_a_plain_sum_gives_and_its_word_is_the_nearest_step(chosen: list[int]):
    level = Level(sum(chosen), len(chosen))
    tenths = (Decimal(sum(chosen)) * 10 / len(chosen)).to_integral_value(ROUND_HALF_UP)
    distances = {step: abs(Decimal(step) - tenths / 10) for step in Rating.values}

    assert level.mean == tenths / 10
    assert distances[level.word] == min(distances.values())


@unhurried
@given(steps, steps)
def test_a_change_is_the_difference_of_the_numbers_shown(before: list[int], after: list[int]):
    change = AreaChange(
        CompetenceArea(), Level(sum(before), len(before)), Level(sum(after), len(after))
    )
    shown = [
        Decimal(level.shown.replace(",", ".")) for level in (change.before, change.after) if level
    ]

    assert change.change == shown[1] - shown[0]
    assert (change.change > 0) == change.change_shown.startswith("+")
    assert (change.change < 0) == change.change_shown.startswith("−")


@unhurried
@given(st.lists(st.integers(), max_size=40))
def test_figures_cover_whole_fives_from_the_start(numbers: list[int]):
    covered = whole_fives(numbers)

    assert numbers[: len(covered)] == covered
    assert (len(covered) % 5, len(numbers) - len(covered) in range(5)) == (0, True)


@pytest.fixture
def programme(db):
    return answers.programme()


@pytest.mark.parametrize(
    ("count", "missing", "covered"),
    [(0, 5, 0), (1, 4, 0), (4, 1, 0), (5, 0, 5), (6, 0, 5), (9, 0, 5), (10, 0, 10), (11, 0, 10)],
)
def test_below_five_there_is_no_figure_and_then_they_move_in_fives(
    programme, count, missing, covered
):
    people = answers.crowd(count)
    answers.many(people, programme)

    levels = group_levels([person.pk for person in people], programme)

    assert (levels.before, levels.missing_before, levels.covered) == (count, missing, covered)
    assert len(levels.changes) == (6 if covered else 0)


def test_the_sixth_answer_moves_nothing(programme):
    people = answers.crowd(6)
    answers.many(people[:5], programme, step=1)
    ids = [person.pk for person in people]
    five = group_levels(ids, programme).changes
    answers.many(people[5:], programme, step=4)

    assert group_levels(ids, programme).changes == five


def test_a_draft_counts_for_nothing(programme):
    people = answers.crowd(5)
    answers.many(people, programme)
    SelfAssessment.objects.filter(person=people[0]).update(submitted_at=None)

    levels = group_levels([person.pk for person in people], programme)

    assert (levels.before, levels.changes) == (4, ())


@pytest.mark.parametrize(("both", "shows"), [(4, False), (5, True)])
def test_the_change_is_over_those_who_gave_both(programme, both, shows):
    people = answers.crowd(10)
    answers.many(people[both:], programme, step=4)  # only before
    answers.many(people[:both], programme, step=1)
    answers.many(people[:both], programme, "after", step=3)

    levels = group_levels([person.pk for person in people], programme)
    first = levels.changes[0]

    assert (levels.both, levels.missing_both, levels.shows_change) == (both, 5 - both, shows)
    if shows:
        assert (first.before, first.after) == (Level(15, 15), Level(45, 15))
    else:
        assert (first.before, first.after) == (Level(12 + 24 * 3, 30), None)


def test_others_and_other_programmes_are_left_out(programme):
    other = answers.programme(code="cita")
    people = answers.crowd(11)
    answers.many(people[:5], programme, step=2)
    answers.many(people[:5], other, step=4)
    answers.many(people[5:], programme, step=4)

    levels = group_levels([person.pk for person in people[:5]], programme)

    assert {change.before for change in levels.changes} == {Level(30, 15)}


def test_averages_agree_with_plain_arithmetic_over_uneven_answers(programme):
    people = answers.crowd(12)
    rows = {moment: answers.many(people, programme, moment) for moment in ("before", "after")}
    ratings = list(SelfAssessmentRating.objects.select_related("competence__area", "assessment"))
    for n, rating in enumerate(ratings):
        rating.rating = (n * n + n // 7) % 4 + 1
    SelfAssessmentRating.objects.bulk_update(ratings, ["rating"])
    covered = {row.pk for moment in rows for row in rows[moment][:10]}

    levels = group_levels([person.pk for person in people], programme)

    for change in levels.changes:
        for moment, level in (("before", change.before), ("after", change.after)):
            plain = [
                one.rating
                for one in ratings
                if one.assessment_id in covered
                and one.assessment.moment == moment
                and one.competence.area == change.area
            ]
            assert level == Level(sum(plain), 30)
