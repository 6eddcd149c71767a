"""Scoring: each kind against a plain reference, whatever the order shown; drawing; which try counts."""

import random
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Module
from courses.queries import Question, draw, mark, read_number
from courses.queries.attempts import deciding
from courses.queries.quiz import Item, Option, Pair

KEYS = [f"k{n}" for n in range(6)]
ORDERS = st.permutations(range(8)).map(tuple)
CHANCE = st.integers().map(random.Random)


@st.composite
def choices(draw_, kind="single"):
    """A question with some right options, and any set of its keys as the answer."""
    number = draw_(st.integers(2, 6))
    rights = draw_(st.sets(st.integers(0, number - 1), min_size=1, max_size=number - 1))
    if kind != "multiple":
        rights = {min(rights)}
    options = tuple(Option(KEYS[n], f"o{n}", n in rights, "f") for n in range(number))
    chosen = draw_(st.sets(st.sampled_from(KEYS[:number])))
    return Question("q", kind, "?", options=options), chosen, {KEYS[n] for n in rights}


def shuffled(question: Question, chance: random.Random) -> Question:
    return draw([question], 0, shuffle=True, chance=chance)[0]


@given(choices(), CHANCE)
def test_single_is_right_when_the_right_option_is_chosen(made, chance):
    question, _chosen, rights = made
    for option in question.options:
        marked = mark(shuffled(question, chance), option.key)
        assert marked.is_right == ({option.key} == rights)
        assert marked.wrong == (() if marked.is_right else (option.key,))


@given(st.booleans(), st.sampled_from(["true", "false", "", None, "other"]), CHANCE)
def test_true_or_false_is_right_when_it_says_so(answer, given_, chance):
    options = (Option("true", "T", answer), Option("false", "F", not answer))
    question = shuffled(Question("q", "true_false", "?", options=options), chance)
    assert mark(question, given_).is_right == (given_ == str(answer).lower())
    assert [option.key for option in question.options] == ["true", "false"]


@given(choices("multiple"), CHANCE)
def test_multiple_is_right_when_exactly_the_right_ones_are_chosen(made, chance):
    question, chosen, rights = made
    marked = mark(shuffled(question, chance), sorted(chosen))
    assert marked.is_right == (chosen == rights)
    assert set(marked.wrong) == chosen - rights
    assert marked.is_answered == bool(chosen)


@given(st.integers(2, 6), st.data(), CHANCE)
def test_matching_is_right_when_every_pair_is(number, data, chance):
    pairs = tuple(Pair(key, f"l{key}", f"r{key}") for key in KEYS[:number])
    question = Question("q", "matching", "?", pairs=pairs, shown=tuple(KEYS[:number]))
    chosen = data.draw(
        st.dictionaries(st.sampled_from(KEYS[:number]), st.sampled_from(KEYS[:number]))
    )
    marked = mark(shuffled(question, chance), chosen)
    assert marked.is_right == (chosen == {key: key for key in KEYS[:number]})
    assert marked.is_answered == (len(chosen) == number)
    assert set(marked.wrong) == {f"{a}>{b}" for a, b in chosen.items() if a != b}


@given(st.integers(2, 6), st.data(), CHANCE)
def test_ordering_is_right_when_every_place_is(number, data, chance):
    keys = KEYS[:number]
    items = tuple(Item(key, key) for key in keys)
    question = Question("q", "ordering", "?", items=items, shown=tuple(keys))
    places = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(1, number)))
    marked = mark(shuffled(question, chance), places)
    assert marked.is_right == ([places.get(key) for key in keys] == list(range(1, number + 1)))
    assert marked.is_answered == (set(places.values()) == set(range(1, number + 1)))


NUMBERS = st.decimals(-(10**9), 10**9, places=3)


@given(NUMBERS, NUMBERS, st.decimals(0, 1000, places=3))
def test_number_is_right_up_to_and_with_the_tolerance(answer, typed, tolerance):
    question = Question("q", "numeric", "?", answer=str(answer), tolerance=str(tolerance))
    assert mark(question, str(typed)).is_right == (abs(typed - answer) <= tolerance)
    assert mark(question, str(answer + tolerance)).is_right
    assert mark(question, str(answer - tolerance)).is_right
    assert not mark(question, str(answer + tolerance + Decimal("0.001"))).is_right


@given(NUMBERS, st.sampled_from([",", "."]), st.sampled_from(["", " ", "\xa0"]), st.booleans())
def test_number_is_read_however_it_is_written(number, sign, space, with_unit):
    written = f"{number:,}".replace(",", space).replace(".", sign).replace("-", "−")
    written = f" {written} EUR " if with_unit else written
    assert read_number(written, "EUR") == number


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("1.000.000", "", "1000000"),
        ("1,000.50", "", "1000.50"),
        ("1.000,50", "", "1000.50"),
        ("1'000", "", "1000"),
        (",5", "", "0.5"),
        ("€ 300", "EUR", "300"),
        ("300 eiro", "EUR", "300"),
        ("20 %", "%", "20"),
        ("20 stundas", "stundas", "20"),
        ("20 h", "stundas", None),
        ("1,0,5", "", None),
        ("1.00.000", "", None),
        ("NaN", "", None),
        ("Infinity", "", None),
        ("1e5", "", None),
        ("٣", "", None),
        ("", "", None),
        ("EUR", "EUR", None),
        ("9" * 200, "", None),
    ],
)
def test_numbers_and_what_is_none(typed, unit, number):
    assert read_number(typed, unit) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("čūska", True),
        ("  CUSKA ", True),
        ("c\u030cu\u0304ska", True),
        ("vides  aizsardzība", True),
        ("čūskas", False),
        ("", False),
        ("   ", False),
    ],
)
def test_short_text_is_compared_without_case_diacritics_and_spaces(typed, is_right):
    question = Question("q", "short_text", "?", accepted=("Čūska", "vides aizsardzība"))
    assert mark(question, typed).is_right == is_right


@given(
    st.sampled_from([*KEYS[:3], None]), st.sampled_from([*KEYS[:3], None]), st.booleans(), CHANCE
)
def test_scenario_is_right_when_both_answers_are(first, follow, locked, chance):
    options = tuple(Option(key, key, key == KEYS[0]) for key in KEYS[:3])
    question = Question("q", "scenario", "?", options=options, follow_up_options=options)
    answer = {"first": first, "follow": follow, "locked": locked}
    marked = mark(shuffled(question, chance), answer)
    assert marked.is_right == (locked and first == follow == KEYS[0])
    assert marked.is_answered == bool(locked and first and follow)


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering", "scenario"])
@pytest.mark.parametrize("answer", [None, "", {}, []])
def test_no_answer_is_wrong_and_unanswered(kind, answer):
    marked = mark(Question("q", kind, "?", options=(Option("a", "a", True),)), answer)
    expected = kind in {"matching", "ordering"}  # nothing asked is nothing wrong
    assert (marked.is_right, marked.is_answered) == (expected, False)


@given(choices("multiple"), CHANCE)
def test_frozen_question_comes_back_as_it_was(made, chance):
    question = shuffled(made[0], chance)
    assert Question.thawed(question.frozen()) == question


# Drawing

BANK = [Question(f"q{n}", "single", "?", outcome=n % 3 + 1) for n in range(12)]


@given(st.integers(1, 11), CHANCE)
def test_draw_is_even_over_the_outcomes_and_repeats_nothing(number, chance):
    drawn = draw(BANK, number, shuffle=True, chance=chance)
    assert len({question.id for question in drawn}) == number
    counts = [sum(q.outcome == outcome for q in drawn) for outcome in (1, 2, 3)]
    assert max(counts) - min(counts) <= 1


@given(st.sampled_from([0, 12, 40]), CHANCE)
def test_whole_bank_is_asked_in_its_order(number, chance):
    assert draw(BANK, number, shuffle=False, chance=chance) == tuple(BANK)


@given(CHANCE)
def test_small_pool_is_filled_up_from_the_others(chance):
    bank = [Question("a", "single", "?", outcome=1), *(q for q in BANK if q.outcome == 2)]
    assert len(draw(bank, 4, shuffle=True, chance=chance)) == 4


def test_every_question_is_drawn_at_some_time():
    chance = random.Random(1)
    drawn = {q.id for _ in range(60) for q in draw(BANK, 5, shuffle=True, chance=chance)}
    assert drawn == {question.id for question in BANK}


@given(st.integers(2, 6), CHANCE)
def test_items_are_never_shown_in_the_right_order(number, chance):
    items = tuple(Item(key, key) for key in KEYS[:number])
    question = Question("q", "ordering", "?", items=items, shown=tuple(KEYS[:number]))
    mixed = draw([question], 0, shuffle=False, chance=chance)[0]
    assert mixed.shown != question.shown
    assert mixed.items == question.items


# Which try counts

TRIES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8)


@given(TRIES)
def test_the_try_that_counts_is_the_last_or_the_best_and_first_of_equals(made):
    tries = [
        SimpleNamespace(pk=n, score=score, out_of=5, passed=passed)
        for n, (score, passed) in enumerate(made)
    ]
    best = None
    for one in tries:
        if best is None or (one.passed, one.score) > (best.passed, best.score):
            best = one
    assert deciding(reversed(tries), Module.ResultRule.BEST) is best
    assert deciding(reversed(tries), Module.ResultRule.LAST) is (tries[-1] if tries else None)
