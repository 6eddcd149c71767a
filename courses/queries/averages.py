"""Average ratings of several people, without anybody's own answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from courses.models import CompetenceArea, Programme, SelfAssessment, SelfAssessmentRating
from courses.queries.competences import AreaChange, Level

# Fewer answers than this show no figure, and figures move only when this many more have come:
# one more answer between two looks must not tell whose it was.
FEWEST = 5

_BEFORE, _AFTER = SelfAssessment.Moment.BEFORE, SelfAssessment.Moment.AFTER


@dataclass(frozen=True)
class GroupLevels:
    """How a group rates itself: the change if enough people gave both, else the start alone."""

    before: int
    after: int
    both: int
    covered: int
    changes: tuple[AreaChange, ...]

    @property
    def missing_before(self) -> int:
        """How many more must submit before the first figures are shown."""
        return max(FEWEST - self.before, 0)

    @property
    def missing_both(self) -> int:
        """How many more must submit both before the change is shown."""
        return max(FEWEST - self.both, 0)

    @property
    def shows_change(self) -> bool:
        return not self.missing_both


def whole_fives(numbers: list[int]) -> list[int]:
    """Return the first five, ten, fifteen … of the list: as many as it has in full."""
    return numbers[: len(numbers) // FEWEST * FEWEST]


def group_levels(person_ids: Iterable[int], programme: Programme) -> GroupLevels:
    """Return the averages of these people by area, in at most three queries."""
    submitted: dict[str, dict[int, int]] = {_BEFORE: {}, _AFTER: {}}
    rows = SelfAssessment.objects.filter(person__in=list(person_ids), programme=programme)
    rows = rows.exclude(submitted_at=None).order_by("submitted_at", "pk")
    for pk, person_id, moment in rows.values_list("pk", "person", "moment"):
        submitted[moment][person_id] = pk
    before, after = submitted[_BEFORE], submitted[_AFTER]
    both = [person_id for person_id in after if person_id in before]
    # Never two figures over nearly the same people: the change takes the place of the start.
    covered = whole_fives(both) or whole_fives(list(before))
    wanted = [before[person_id] for person_id in covered]
    if whole_fives(both):
        wanted += [after[person_id] for person_id in covered]
    return GroupLevels(
        before=len(before),
        after=len(after),
        both=len(both),
        covered=len(covered),
        changes=_changes(wanted, programme),
    )


def _changes(assessment_ids: list[int], programme: Programme) -> tuple[AreaChange, ...]:
    if not assessment_ids:
        return ()
    sums = (
        SelfAssessmentRating.objects.filter(assessment__in=assessment_ids)
        .order_by()
        .values_list("competence__area", "assessment__moment")
        .annotate(total=Sum("rating"), count=Count("pk"))
    )
    levels = {(area, moment): Level(total, count) for area, moment, total, count in sums}
    return tuple(
        AreaChange(area, levels.get((area.pk, _BEFORE)), levels.get((area.pk, _AFTER)))
        for area in CompetenceArea.objects.filter(programme=programme)
    )
