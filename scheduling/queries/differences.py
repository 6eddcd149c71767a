"""Where the signatures on paper and the marks in the ledger do not say the same."""

from collections.abc import Mapping
from typing import NamedTuple

from scheduling.models import AttendanceMark, DifferenceNote, Standing

Kind = DifferenceNote.Kind
_Status = AttendanceMark.Status
# Who has such a mark was in the room for some of the block and has signed.
THERE = frozenset([_Status.PRESENT.value, _Status.LATE.value, _Status.LEFT_EARLY.value])

CONTESTED = Standing.CONTESTED.value  # instead of a status, where the marks contradict each other


class Found(NamedTuple):
    """A difference about one person."""

    person_id: int
    kind: Kind


def compare(signed: Mapping[int, bool], marks: Mapping[int, str]) -> list[Found]:
    """Compare who signed with the marks of a block; whoever was not counted has not signed.

    ``marks`` holds what counts of each person: a status, or that it is contested.
    """
    found = []
    for person_id in sorted({*signed, *marks}):
        status, has_signed = marks.get(person_id), signed.get(person_id, False)
        if status == CONTESTED:
            found.append(Found(person_id, Kind.CONTESTED))
        elif has_signed and status is None:
            found.append(Found(person_id, Kind.SIGNED_UNMARKED))
        elif has_signed and status not in THERE:
            found.append(Found(person_id, Kind.SIGNED_ABSENT))
        elif not has_signed and status in THERE:
            found.append(Found(person_id, Kind.PRESENT_UNSIGNED))
    return found
