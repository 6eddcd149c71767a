"""Where the hours that a person lacks can still come from."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from certificates.queries.ledger import Ledger, OpenSession, PersonFacts
from courses.models import ProgrammeBlock, ProgrammeDay


@dataclass(frozen=True)
class MakeUpOffer:
    """A session of another group, with room, that holds blocks the person lacks."""

    rank: int  # the first session of each day, then the second, ...
    blocks: list[ProgrammeBlock]
    day_blocks: int
    one: OpenSession


class Outlook:
    """What one person can still earn; ``lost`` are blocks that their own group has held.

    A day is given as its missing blocks with the number of all its blocks.
    """

    def __init__(self, ledger: Ledger, facts: PersonFacts, today: dt.date) -> None:
        self.facts = facts
        self.today = today
        self.possible = Decimal(0)
        self.own: list[tuple[ProgrammeDay, OpenSession]] = []
        self.make_ups: list[MakeUpOffer] = []
        self.lost: list[tuple[list[ProgrammeBlock], int]] = []
        self.days_without_make_up: list[ProgrammeDay] = []
        gaps: dict[int, dict[ProgrammeBlock, Decimal]] = defaultdict(dict)
        day_blocks: dict[int, int] = defaultdict(int)
        for block in ledger.blocks:
            day_blocks[block.day_id] += 1
            gap = block.academic_hours - facts.hours.get(block.pk, Decimal(0))
            if gap > 0:
                gaps[block.day_id][block] = gap
        for day_id, missing in gaps.items():
            self._look_at(missing, day_blocks[day_id], ledger.sessions_by_day.get(day_id, []))
        self.own.sort(key=lambda pair: pair[1].session.date)
        self.make_ups.sort(key=lambda offer: (offer.rank, offer.one.session.date))

    def _look_at(
        self,
        gaps: dict[ProgrammeBlock, Decimal],
        day_blocks: int,
        sessions: list[OpenSession],
    ) -> None:
        mine = [one for one in sessions if one.group_ids & self.facts.group_ids]
        others = [
            one
            for one in sessions
            if one not in mine and one.session.date > self.today and self._is_in_reach(one)
        ]
        awaited = [block for block in gaps if any(self._is_awaited(one, block.pk) for one in mine)]
        for block, gap in gaps.items():
            if others or block in awaited:
                self.possible += gap
        day, blocks = next(iter(gaps)).day, [block for block in gaps if block not in awaited]
        if blocks and self.facts.enrolments:
            self.lost.append((blocks, day_blocks))
        if awaited:
            self.own += [(day, one) for one in mine if one.session.date >= self.today]
        elif others:
            roomy = [one for one in others if one.free_seats > 0]
            self.make_ups += [
                MakeUpOffer(rank, blocks, day_blocks, one) for rank, one in enumerate(roomy)
            ]
        else:
            self.days_without_make_up.append(day)

    def _is_in_reach(self, one: OpenSession) -> bool:
        cohorts = self.facts.cohort_ids
        return not cohorts or bool(one.cohort_ids & cohorts)

    def _is_awaited(self, one: OpenSession, block_id: int) -> bool:
        """To come, or held with the person still unmarked: unmarked is not absent."""
        if block_id not in one.block_ids:
            return False
        if one.session.date > self.today:
            return True
        return one.block_ids[block_id] not in self.facts.marked_blocks
