"""Which questions one attempt asks, and in which order it shows their answers."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from courses.queries.quiz import Question

T = TypeVar("T")


def draw(
    bank: Sequence[Question], number: int, *, shuffle: bool, chance: random.Random
) -> tuple[Question, ...]:
    """Draw so many questions evenly over the learning outcomes; 0 or too many means all.

    Whole banks keep the editor's order. Items to be put in order and right sides of pairs are
    always mixed, or they would tell the answer.
    """
    drawn = list(bank) if number == 0 or number >= len(bank) else _evenly(bank, number, chance)
    return tuple(_mixed(question, shuffle=shuffle, chance=chance) for question in drawn)


def _evenly(bank: Sequence[Question], number: int, chance: random.Random) -> list[Question]:
    pools: dict[int, list[Question]] = {}
    for question in _mix(bank, chance):
        pools.setdefault(question.outcome, []).append(question)
    drawn: list[Question] = []
    while len(drawn) < number:
        for outcome in _mix(sorted(pools), chance):  # whose turn comes first is chance as well
            if pools[outcome] and len(drawn) < number:
                drawn.append(pools[outcome].pop())
    return _mix(drawn, chance)


def _mixed(question: Question, *, shuffle: bool, chance: random.Random) -> Question:
    shown = tuple(_mix(question.shown, chance))
    if question.kind == "ordering":
        while len(set(shown)) > 1 and shown == question.shown:
            shown = tuple(_mix(question.shown, chance))
    if not shuffle or question.kind == "true_false":
        return replace(question, shown=shown)
    return replace(
        question,
        shown=shown,
        options=tuple(_mix(question.options, chance)),
        follow_up_options=tuple(_mix(question.follow_up_options, chance)),
        pairs=tuple(_mix(question.pairs, chance)),
    )


def _mix(things: Sequence[T], chance: random.Random) -> list[T]:
    return chance.sample(list(things), len(things))
