"""Whose certificate hangs by one block: what they have, what they can still get, who was told."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from certificates.models import RiskWarning
from certificates.queries.eligibility import eligibility_of_many
from certificates.queries.terms import Condition, Eligibility, Hours
from courses.models import Programme, ProgrammeBlock
from people.models import Person
from scheduling.models import Cohort, Enrolment, Session, TrainingGroup

DAYS_BETWEEN_WARNINGS = 7


class Risk(StrEnum):
    """What one more absence would do to the certificate."""

    BLOCK = "block"  # one more block missed, and no certificate
    DAY = "day"  # one more block may be missed, but not two
    LOST = "lost"  # what can still come is not enough


def risk_of(hours: Hours, block: Decimal) -> Risk | None:
    """Compare what somebody can reach with the rule; ``block`` is the most one block is worth.

    Nobody is at risk who has the hours already, or who would have them after missing more than
    one block of what is to come.
    """
    if hours.is_met:
        return None
    margin = hours.done + hours.possible - hours.needed
    if margin < 0:
        return Risk.LOST
    if margin < block:
        return Risk.BLOCK
    return Risk.DAY if margin == block else None


@dataclass(frozen=True)
class PersonAtRisk:
    """One person at risk, with what can still be done and the newest warning."""

    person: Person
    hours: Hours
    risk: Risk
    outlook: Condition
    warned_on: dt.date | None

    @property
    def was_warned_lately(self) -> bool:
        return self.warned_on is not None and self.warned_on > _too_recent()

    @property
    def can_be_warned(self) -> bool:
        is_endangered = self.risk in {Risk.BLOCK, Risk.DAY}
        return is_endangered and bool(self.person.email) and not self.was_warned_lately


@dataclass(frozen=True)
class GroupAtRisk:
    """The people of a group who are at risk, and those for whom it is too late."""

    group: TrainingGroup
    endangered: list[PersonAtRisk] = field(default_factory=list)
    lost: list[PersonAtRisk] = field(default_factory=list)

    @property
    def can_warn(self) -> bool:
        return any(one.can_be_warned for one in self.endangered)


def begun_groups(groups: QuerySet[TrainingGroup]) -> list[TrainingGroup]:
    """Return those whose training has begun: before it nobody has missed anything."""
    begun = Session.objects.exclude(state=Session.State.CANCELLED).filter(
        date__lte=timezone.localdate()
    )
    return list(
        groups.filter(pk__in=begun.order_by().values("groups")).select_related(
            "region", "cohort__programme"
        )
    )


def groups_at_risk(cohort: Cohort, groups: QuerySet[TrainingGroup]) -> list[GroupAtRisk]:
    """Return the cohort's groups that have somebody at risk, in a fixed number of statements."""
    found = {group.pk: GroupAtRisk(group) for group in begun_groups(groups.filter(cohort=cohort))}
    for enrolment, one in _people_at_risk(found.keys(), cohort.programme):
        listed = found[enrolment.group_id]
        (listed.lost if one.risk is Risk.LOST else listed.endangered).append(one)
    return [one for one in found.values() if one.endangered or one.lost]


def group_at_risk(group: TrainingGroup) -> GroupAtRisk:
    """Return who of one group is at risk; nobody, before its training has begun."""
    all_of_it = groups_at_risk(group.cohort, TrainingGroup.objects.filter(pk=group.pk))
    return all_of_it[0] if all_of_it else GroupAtRisk(group)


def _people_at_risk(
    group_ids: Collection[int], programme: Programme
) -> Iterable[tuple[Enrolment, PersonAtRisk]]:
    enrolments = list(
        Enrolment.objects.seated()
        .filter(group__in=list(group_ids))
        .select_related("person__account__wagtail_userprofile", "person__municipality")
        .order_by("person__sort_key", "person_id")
    )
    ids = [row.person_id for row in enrolments]
    answers = eligibility_of_many(ids, programme)
    warned = _newest_warnings(ids)
    block = _largest_block(programme)
    for row in enrolments:
        answer = answers[row.person_id]
        risk = risk_of(answer.hours, block)
        if risk is not None:
            last = warned.get(row.person_id)
            outlook = hours_condition(answer)
            yield row, PersonAtRisk(row.person, answer.hours, risk, outlook, last)


def hours_condition(answer: Eligibility) -> Condition:
    """Return the condition about hours: what is missing, and what can still be done."""
    return next(condition for condition in answer.conditions if condition.code == "hours")


def _largest_block(programme: Programme) -> Decimal:
    blocks = ProgrammeBlock.objects.filter(day__programme=programme)
    return max(blocks.values_list("academic_hours", flat=True), default=Decimal(0))


def _newest_warnings(person_ids: Collection[int]) -> dict[int, dt.date]:
    rows = RiskWarning.objects.filter(person__in=list(person_ids)).order_by("sent_on")
    return dict(rows.values_list("person", "sent_on"))


def _too_recent() -> dt.date:
    """Return the day since which a warning keeps the next one back."""
    return timezone.localdate() - dt.timedelta(days=DAYS_BETWEEN_WARNINGS)
