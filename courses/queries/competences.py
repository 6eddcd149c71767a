"""The competence framework, and one person's ratings before and after the training."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses.models import (
    Competence,
    CompetenceArea,
    FinalReflection,
    Programme,
    Rating,
    SelfAssessment,
    SelfAssessmentRating,
)
from people.models import Person

Moment = SelfAssessment.Moment


@dataclass(frozen=True)
class Area:
    """An area of the framework with its statements, by level."""

    area: CompetenceArea
    statements: tuple[Competence, ...]


@dataclass(frozen=True)
class Level:
    """Ratings added up; what is shown of them has one decimal."""

    total: int
    count: int

    @property
    def mean(self) -> Decimal:
        return (Decimal(self.total) / self.count).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def word(self) -> Rating:
        """The step of the scale nearest to the mean as shown."""
        return Rating(int(self.mean.quantize(Decimal(1), ROUND_HALF_UP)))

    @property
    def shown(self) -> str:
        return number_format(self.mean, 1)


@dataclass(frozen=True)
class AreaChange:
    """One area before and after the training, as far as it is known."""

    area: CompetenceArea
    before: Level | None = None
    after: Level | None = None

    @property
    def change(self) -> Decimal | None:
        """The difference of the two means as shown, so that the printed numbers add up."""
        if self.before is None or self.after is None:
            return None
        return self.after.mean - self.before.mean

    @property
    def change_shown(self) -> str:
        if self.change is None:
            return ""
        if not self.change:
            return number_format(0, 1)
        # The minus of typography; a hyphen is for words.
        return ("+" if self.change > 0 else "\u2212") + number_format(abs(self.change), 1)

    @property
    def words(self) -> str:
        """The change in words."""
        level = self.before or self.after
        if level is None:
            return _("no answers yet")
        if self.change is None:
            return _("“%(word)s”") % {"word": level.word.label}
        first, last = self.before.word.label, self.after.word.label  # type: ignore[union-attr]  # there is a change
        if first != last:
            return _("from “%(before)s” to “%(after)s”") % {"before": first, "after": last}
        if self.change > 0:
            return _("“%(word)s”, a little higher than before") % {"word": first}
        if self.change < 0:
            return _("“%(word)s”, a little lower than before") % {"word": first}
        return _("“%(word)s”, unchanged") % {"word": first}


@dataclass(frozen=True)
class AreaState:
    """How many statements of an area the person has rated."""

    area: CompetenceArea
    answered: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.answered == self.total


@dataclass(frozen=True)
class MomentState:
    """How far one self-assessment is."""

    moment: SelfAssessment.Moment
    assessment: SelfAssessment | None
    areas: tuple[AreaState, ...]
    ratings: dict[int, SelfAssessmentRating]
    is_closed: bool = False

    @property
    def is_submitted(self) -> bool:
        return self.assessment is not None and self.assessment.submitted_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it takes answers now."""
        return self.assessment is not None and not self.is_submitted and not self.is_closed

    @property
    def answered(self) -> int:
        return sum(area.answered for area in self.areas)

    @property
    def total(self) -> int:
        return sum(area.total for area in self.areas)

    @property
    def next_area(self) -> str:
        """Where to go on: the first area with something unanswered, else the first."""
        waiting = [area for area in self.areas if not area.is_done] or list(self.areas)
        return waiting[0].area.code


@dataclass(frozen=True)
class StatementRow:
    """A statement as the person answered it, with both answers."""

    competence: Competence
    before: SelfAssessmentRating | None
    after: SelfAssessmentRating | None

    @property
    def text(self) -> str:
        latest = self.after or self.before
        return latest.local_text if latest else self.competence.local_text

    @property
    def earlier_text(self) -> str:
        """The text answered before the training, if it was reworded since."""
        if self.before and self.after and self.before.local_text != self.after.local_text:
            return self.before.local_text
        return ""


@dataclass(frozen=True)
class OwnAssessment:
    """Everything a person sees of their own self-assessments in a programme."""

    programme: Programme
    framework: tuple[Area, ...]
    before: MomentState
    after: MomentState

    @property
    def moments(self) -> tuple[MomentState, MomentState]:
        return self.before, self.after

    def of(self, moment: str) -> MomentState:
        return self.before if moment == Moment.BEFORE else self.after

    @property
    def has_result(self) -> bool:
        return self.before.is_submitted or self.after.is_submitted

    @property
    def changes(self) -> list[AreaChange]:
        """The areas with what was submitted of each moment."""
        return [
            AreaChange(one.area, _level(self.before, one), _level(self.after, one))
            for one in self.framework
        ]

    @property
    def rows(self) -> list[StatementRow]:
        """The statements with the submitted answers."""
        sent = [state.ratings if state.is_submitted else {} for state in self.moments]
        return [
            StatementRow(statement, sent[0].get(statement.pk), sent[1].get(statement.pk))
            for one in self.framework
            for statement in one.statements
        ]


def _level(state: MomentState, one: Area) -> Level | None:
    if not state.is_submitted:
        return None
    chosen = [
        state.ratings[statement.pk].rating
        for statement in one.statements
        if statement.pk in state.ratings
    ]
    return Level(sum(chosen), len(chosen)) if chosen else None


def framework(programme: Programme) -> tuple[Area, ...]:
    """Return the areas with their statements, in one query."""
    by_area: dict[CompetenceArea, list[Competence]] = {}
    statements = Competence.objects.filter(area__programme=programme).select_related("area")
    for statement in statements.order_by("area__position", "level"):
        by_area.setdefault(statement.area, []).append(statement)
    return tuple(Area(area, tuple(those)) for area, those in by_area.items())


def own_assessment(person: Person, programme: Programme) -> OwnAssessment:
    """Return the person's self-assessments with how far they are, in three queries."""
    areas = framework(programme)
    rows = SelfAssessment.objects.filter(person=person, programme=programme)
    found = {row.moment: row for row in rows}
    given: dict[int, dict[int, SelfAssessmentRating]] = {row.pk: {} for row in found.values()}
    for rating in SelfAssessmentRating.objects.filter(assessment__in=given):
        given[rating.assessment_id][rating.competence_id] = rating
    before, after = (
        _state(moment, found.get(moment), areas, given) for moment in (Moment.BEFORE, Moment.AFTER)
    )
    if after.assessment is not None and not before.is_submitted:
        before = MomentState(
            before.moment, before.assessment, before.areas, before.ratings, is_closed=True
        )
    return OwnAssessment(programme, areas, before, after)


def _state(
    moment: SelfAssessment.Moment,
    row: SelfAssessment | None,
    areas: tuple[Area, ...],
    given: dict[int, dict[int, SelfAssessmentRating]],
) -> MomentState:
    ratings = given[row.pk] if row else {}
    counted = tuple(
        AreaState(
            one.area,
            sum(statement.pk in ratings for statement in one.statements),
            len(one.statements),
        )
        for one in areas
    )
    return MomentState(moment, row, counted, ratings)


def submitted_moments(person: Person, programme: Programme) -> set[str]:
    """Return which self-assessments the person has submitted, in one query."""
    rows = SelfAssessment.objects.filter(person=person, programme=programme)
    return set(rows.exclude(submitted_at=None).values_list("moment", flat=True))


def has_framework(programme: Programme) -> bool:
    """Say whether the programme has statements to rate."""
    return Competence.objects.filter(area__programme=programme).exists()


def reflection_versions(person: Person, programme: Programme) -> list[FinalReflection]:
    """Return what the person saved, newest first."""
    return list(FinalReflection.objects.filter(person=person, programme=programme))


def newest_reflections(person_ids: Iterable[int]) -> dict[int, FinalReflection]:
    """Return each person's newest final reflection, in one query; who has none is left out."""
    newest: dict[int, FinalReflection] = {}
    for row in FinalReflection.objects.filter(person__in=list(person_ids)).order_by("id"):
        newest[row.person_id] = row
    return {pk: row for pk, row in newest.items() if row.reflection or row.monday}
