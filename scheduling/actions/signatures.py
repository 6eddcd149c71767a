"""Counting signatures on a sheet, and explaining where they differ from the marks."""

from collections.abc import Collection

from django.db import transaction

from people.actions.audit import record
from people.models import Person, User
from scheduling.models import (
    AttendanceSheet,
    CountedSignature,
    DifferenceNote,
    Session,
    SessionBlock,
    SheetScan,
    SignatureCount,
)
from scheduling.models.paper.signature import LONGEST_REASON
from scheduling.queries.paper import Difference, paper_of
from scheduling.queries.roster import people_of

MOST_BLANK_LINES = 99


class NoScan(Exception):
    """There is no scan of the sheet to count signatures on."""


class NotOnSheet(Exception):
    """Somebody named is neither on the sheet nor on the roster."""


class BlankLinesWrong(Exception):
    """The number of signatures on blank lines cannot be."""


class ReasonMissing(Exception):
    """A difference is explained with a reason."""


class NoDifference(Exception):
    """What was to be explained no longer differs, or differs in another way."""


def countable(sheet: AttendanceSheet) -> list[Person]:
    """Return whose signature may be on the sheet: as printed first, then who else is expected."""
    printed = {person: place for place, person in enumerate(sheet.person_ids)}
    found = Person.objects.filter(pk__in=printed).select_related("municipality")
    extra = people_of(sheet.block.session).exclude(pk__in=printed).select_related("municipality")
    return [*sorted(found, key=lambda person: printed[person.pk]), *extra]


@transaction.atomic
def count_signatures(
    *, sheet: AttendanceSheet, signed: Collection[int], blank_signed: int, by: User
) -> SignatureCount:
    """Add a count of the sheet: who signed and, of everybody else on it, who did not.

    blank_signed are the signatures on blank lines of people who are not on the roster. Raises
    NoScan, NotOnSheet or BlankLinesWrong and changes nothing.
    """
    Session.objects.select_for_update(of=("self",)).get(blocks=sheet.block_id)
    scans = SheetScan.objects.live().filter(sheet=sheet).values_list("pk", flat=True)
    if not scans:
        raise NoScan
    if not 0 <= blank_signed <= MOST_BLANK_LINES:
        raise BlankLinesWrong
    people = countable(sheet)
    if not set(signed) <= {person.pk for person in people}:
        raise NotOnSheet
    count = SignatureCount.objects.create(
        sheet=sheet, blank_signed=blank_signed, scans=sorted(scans), counted_by=by
    )
    CountedSignature.objects.bulk_create(
        CountedSignature(count=count, person=person, signed=person.pk in signed)
        for person in people
    )
    record(
        actor=by,
        action="signatures.counted",
        subject=count,
        after={
            "sheet": sheet.pk,
            "signed": sorted(signed),
            "of": len(people),
            "blank_signed": blank_signed,
            "scans": count.scans,
        },
    )
    return count


@transaction.atomic
def explain_difference(
    *, block: SessionBlock, kind: str, person_id: int | None, reason: str, by: User
) -> DifferenceNote:
    """Explain a difference that no correction removes; it stays listed as explained.

    Raises ReasonMissing or NoDifference and changes nothing.
    """
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing
    session = Session.objects.select_for_update(of=("self",)).get(blocks=block.pk)
    difference = _open_difference(session, block, kind, person_id)
    note = DifferenceNote.objects.create(
        block=block,
        kind=difference.kind,
        person=difference.person,
        mark=difference.mark,
        blank_signed=difference.blank_signed or None,
        reason=reason,
        noted_by=by,
    )
    record(
        actor=by,
        action="difference.explained",
        subject=note,
        after={
            "block": block.pk,
            "kind": difference.kind.value,
            "person": person_id,
            "mark": difference.mark and difference.mark.pk,
        },
        reason=reason,
    )
    return note


def _open_difference(
    session: Session, block: SessionBlock, kind: str, person_id: int | None
) -> Difference:
    for paper in paper_of(session):
        if paper.block.pk != block.pk:
            continue
        for difference in paper.open:
            about = difference.person.pk if difference.person else None
            if (difference.kind.value, about) == (kind, person_id):
                return difference
    raise NoDifference
