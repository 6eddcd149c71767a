"""How many of those marked were present, block by block, over the held days of groups."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q

from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock

PRESENT = ("present", "late", "left_early", "made_up")


@dataclass(frozen=True)
class TrendPoint:
    """One block of a group: how many of those marked were there."""

    block: SessionBlock
    present: int
    marked: int

    @property
    def share(self) -> float:
        return self.present / self.marked

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def presence_trends(group_ids: Collection[int]) -> dict[int, list[TrendPoint]]:
    """Return for each group its blocks that have marks, in order, in two statements.

    Only people with a place in the group count, and only marks that nobody disputes: an online
    day of several groups is told apart, and unmarked is neither present nor absent.
    """
    ids = list(group_ids)
    counted = (
        AttendanceMark.objects.filter(
            session__groups__in=ids,
            session__groups__enrolments__person=F("person"),
            session__groups__enrolments__state__in=[
                Enrolment.State.CONFIRMED,
                Enrolment.State.COMPLETED,
            ],
        )
        .exclude(session__state=Session.State.CANCELLED)
        .current()
        .settled()
        .order_by()
        .values_list("session__groups", "block")
        .annotate(
            marked=Count("pk", distinct=True),
            present=Count("pk", filter=Q(status__in=PRESENT), distinct=True),
        )
    )
    figures = list(counted)
    blocks = (
        SessionBlock.objects.filter(pk__in={block for _group, block, *_n in figures})
        .select_related("block__day")
        .in_bulk()
    )
    found: dict[int, list[TrendPoint]] = defaultdict(list)
    for group, block, marked, present in figures:
        found[group].append(TrendPoint(blocks[block], present, marked))
    return {
        group: sorted(points, key=lambda point: point.block.starts_at)
        for group, points in found.items()
    }
