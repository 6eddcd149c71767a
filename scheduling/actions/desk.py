"""Deciding about many marks with one reason, each by itself."""

from collections.abc import Iterable
from typing import NamedTuple

from people.models import User
from scheduling.actions.attendance import SessionCancelled, TimeNotInBlock
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded
from scheduling.actions.decisions import CaseChanged, NothingToDecide, decide
from scheduling.models import AttendanceMark

# Why a decision is refused; whoever asks for one says it in words.
Refusal = (
    ReasonMissing,
    SecondPersonNeeded,
    NothingToDecide,
    CaseChanged,
    SessionCancelled,
    TimeNotInBlock,
)


class Decided(NamedTuple):
    """A mark that waited, and why it still waits; None: it is decided."""

    mark: AttendanceMark
    refusal: Exception | None


def decide_marks(
    *, marks: Iterable[AttendanceMark], accept: bool, reason: str, by: User
) -> list[Decided]:
    """Accept or dismiss each mark that is the only one of its case, and say what became of it.

    Each is a transaction of its own: one that is refused keeps none of the others from holding.
    """
    if not reason.strip():
        raise ReasonMissing
    return [Decided(mark, _decide_one(mark, accept, reason, by)) for mark in marks]


def _decide_one(mark: AttendanceMark, accept: bool, reason: str, by: User) -> Exception | None:
    try:
        decide(
            block=mark.block,
            person=mark.person,
            chosen=mark.pk if accept else None,
            reason=reason,
            by=by,
            seen={mark.pk},
        )
    except Refusal as refusal:
        return refusal
    return None
