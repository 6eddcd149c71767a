"""Codes that notice a slip of the hand: by arithmetic alone, for every code and every slip."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.queries.codes import (
    ALPHABET,
    CODE_LENGTH,
    is_sound,
    new_code,
    normalise_code,
    printed_code,
    suggestion,
    with_checks,
)

codes = st.text(ALPHABET, min_size=18, max_size=18).map(with_checks)
positions = st.integers(0, CODE_LENGTH - 1)
letters = st.sampled_from(ALPHABET)


def replaced(code, position, letter):
    return code[:position] + letter + code[position + 1 :]


def swapped(code, position):
    return code[:position] + code[position + 1] + code[position] + code[position + 2 :]


def test_a_new_code_is_sound():
    assert all(is_sound(new_code()) for _ in range(100))
    assert len({new_code() for _ in range(100)}) == 100


@given(codes)
def test_a_code_is_sound_and_read_back_as_printed(code):
    assert is_sound(code)
    assert suggestion(code) is None
    assert normalise_code(printed_code(code).lower()) == code


@settings(max_examples=20, deadline=None)
@given(codes)
def test_every_single_wrong_letter_is_put_right(code):
    for position in range(CODE_LENGTH):
        for letter in ALPHABET.replace(code[position], ""):
            assert suggestion(replaced(code, position, letter)) == code


@given(codes)
def test_every_swap_of_neighbours_is_noticed_and_never_put_right_wrongly(code):
    for position in range(CODE_LENGTH - 1):
        slip = swapped(code, position)
        if slip != code:
            assert not is_sound(slip)
            assert suggestion(slip) in (code, None)


@given(codes, positions, positions, letters, letters)
def test_two_wrong_letters_are_noticed(code, one, other, letter, another):
    slip = replaced(replaced(code, one, letter), other, another)
    assert is_sound(slip) == (slip == code)


@given(codes, positions)
def test_a_letter_left_out_is_put_back_or_nothing_is_said(code, position):
    assert suggestion(code[:position] + code[position + 1 :]) in (code, None)


@given(codes, st.integers(0, CODE_LENGTH), letters)
def test_a_letter_too_many_is_taken_out_or_nothing_is_said(code, position, letter):
    assert suggestion(code[:position] + letter + code[position:]) in (code, None)


@given(codes, positions)
def test_a_u_is_read_as_some_letter(code, position):
    assert suggestion(replaced(code, position, "U")) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_sound_suggestion_or_none(text):
    offered = suggestion(normalise_code(text))
    assert offered is None or is_sound(offered)


@pytest.mark.parametrize("code", ["", "7QK4M", "ĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢĢ", "DDJ2026000001", "0" * 40])
def test_what_is_far_from_a_code_gets_no_suggestion(code):
    assert not is_sound(code)
    assert suggestion(code) is None


def test_how_often_a_slip_is_put_right():
    """The odds of the arithmetic, over one fixed draw."""
    dice = random.Random(2026)
    drawn = [with_checks("".join(dice.choices(ALPHABET, k=18))) for _ in range(400)]
    slips = {
        "swap": [(c, swapped(c, dice.randrange(19))) for c in drawn],
        "one left out": [(c, c[: (i := dice.randrange(20))] + c[i + 1 :]) for c in drawn],
        "one too many": [
            (c, c[: (i := dice.randrange(21))] + dice.choice(ALPHABET) + c[i:]) for c in drawn
        ],
    }
    right = {
        kind: sum(suggestion(slip) == code for code, slip in pairs if slip != code)
        / sum(slip != code for code, slip in pairs)
        for kind, pairs in slips.items()
    }
    assert right["swap"] > 0.93
    assert right["one left out"] > 0.4
    assert right["one too many"] > 0.9
