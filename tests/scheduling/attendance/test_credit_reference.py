"""The rule of credit against a plain reference, written from the rule's words alone.

A person's history is a list of marks in the order of the ledger, over the blocks of several
groups. Of each block the newest mark that counts holds; if the newest is contradicted, the block
earns nothing; a mark taken back is no mark. A mark earns the share of minutes attended, to the
nearest quarter of an academic hour (half a quarter counts up), the whole block if no more than ten
minutes are missed. Of the groups' blocks of one programme block, the best one is credited.
"""

import datetime as dt
import random
from decimal import Decimal

import pytest

from courses.models import Programme
from people.models import Person
from scheduling.actions.attendance import MarkInput, build_mark
from scheduling.models import AttendanceMark
from scheduling.queries import credited_hours
from tests.factories import people, scheduling

HISTORIES = 10_000
GRACE = 10
STATUSES = ("present", "late", "left_early", "absent", "excused", "made_up", "unmarked")


def reference_quarters(status, came, went, length, hours):
    """Quarters of an hour that a mark earns; came and went are minutes from the block's start."""
    if status in ("present", "made_up"):
        return hours * 4
    if status not in ("late", "left_early"):
        return 0
    missed = (came or 0) + (length - (length if went is None else went))
    if missed <= GRACE:
        return hours * 4
    attended = length - missed
    # Rounding n/d half up with whole numbers: (2n + d) // 2d.
    n, d = hours * 4 * attended, length
    return (2 * n + d) // (2 * d)


def reference_total(history, lengths, hours_of, day_block_of):
    """Quarters credited for a whole history."""
    newest = {}
    for block, status, came, went, standing in history:
        if standing in ("counts", "contested"):
            newest[block] = (status, came, went, standing)
    best = {}
    for block, (status, came, went, standing) in newest.items():
        earned = 0
        if standing == "counts":
            earned = reference_quarters(status, came, went, lengths[block], hours_of[block])
        of = day_block_of[block]
        best[of] = max(best.get(of, 0), earned)
    return sum(best.values())


def random_mark(rng, block, length):
    status = rng.choice(STATUSES)
    came = rng.randrange(length + 1) if status == "late" else None
    went = None
    if status == "left_early":
        went = rng.randrange(length + 1)
    elif status == "late" and rng.random() < 0.4:
        went = rng.randrange(came, length + 1)
    standing = rng.choice(["counts"] * 7 + ["contested", "held", "dismissed"])
    return block, status, came, went, standing


def clock(block, minute):
    if minute is None:
        return None
    return (dt.datetime(2024, 5, 8, block.hour, block.minute) + dt.timedelta(minutes=minute)).time()


@pytest.mark.django_db
def test_ten_thousand_random_histories_earn_what_the_reference_says():
    by = people.user("trainer", person=people.person())
    blocks = {}
    for _ in range(3):
        for session in scheduling.week(scheduling.group()):
            for block in session.blocks.select_related("block__day__programme"):
                blocks[block.pk] = block
    rng = random.Random(40)
    for block in blocks.values():  # blocks of other lengths than the usual 195 minutes
        block.ends_at = block.starts_at + dt.timedelta(minutes=rng.choice([180, 195, 200, 237]))
    lengths = {
        pk: int((block.ends_at - block.starts_at).total_seconds() // 60)
        for pk, block in blocks.items()
    }
    persons = Person.objects.bulk_create(_unsaved(n) for n in range(HISTORIES))
    histories, marks = {}, []
    for person in persons:
        chosen = [rng.choice([*blocks]) for _ in range(rng.randint(1, 8))]
        history = [random_mark(rng, pk, lengths[pk]) for pk in chosen]
        histories[person.pk] = history
        marks += [_as_mark(blocks, person, by, row) for row in history]
    AttendanceMark.objects.bulk_create(marks, batch_size=1000)
    hours_of = {pk: int(block.block.academic_hours) for pk, block in blocks.items()}
    day_block_of = {pk: block.block_id for pk, block in blocks.items()}
    earned = credited_hours(list(histories), Programme.objects.get())
    expected = {
        pk: Decimal(reference_total(history, lengths, hours_of, day_block_of)) / 4
        for pk, history in histories.items()
    }
    assert earned == expected
    assert len(set(expected.values())) > 50, "the histories are too much alike to prove anything"


def _unsaved(number):
    person = Person(given_name="Anna", family_name=f"Izdomāta {number}")
    person.set_keys()
    return person


def _as_mark(blocks, person, by, row):
    pk, status, came, went, standing = row
    block = blocks[pk]
    start = dt.time(9, 0) if block.block.part == 1 else dt.time(13, 0)
    recorded = MarkInput(pk, person.pk, status, clock(start, came), clock(start, went))
    mark = build_mark(block, person, recorded, by)
    mark.standing = standing
    if standing != "counts":
        mark.credited_hours = 0
    mark.why_held = "clock" if standing == "held" else ""
    return mark


@pytest.mark.parametrize(
    ("what", "status", "came", "went", "quarters"),
    [
        ("late by ten minutes costs nothing", "late", 10, None, 16),
        ("late by eleven minutes", "late", 11, None, 15),
        ("late by twenty minutes", "late", 20, None, 14),
        ("late by an hour and forty minutes", "late", 100, None, 8),
        ("late by two hours", "late", 120, None, 6),
        ("came when the block ended", "late", 195, None, 0),
        ("late and gone early are added up", "late", 6, 190, 15),
        ("both within the grace", "late", 5, 190, 16),
        ("came for lunch only: the morning is lost", "absent", None, None, 0),
    ],
)
def test_the_reference_says_what_the_rule_on_the_sheet_says(what, status, came, went, quarters):
    assert reference_quarters(status, came, went, 195, 4) == quarters, what
