"""What stands on page 2 of a certificate about the person: levels and their own words."""

from dataclasses import dataclass
from typing import Any

from certificates.models import CertificateDetails, ConfirmedLevel
from courses.models import Competence, CompetenceArea, Programme, Rating, SelfAssessmentRating
from courses.queries.competences import Area, MomentState, framework, own_assessment
from people.models import Person
from scheduling.models import TrainingGroup


@dataclass(frozen=True)
class AreaLevels:
    """A competence area with what the person and what a trainer said; None: nothing yet."""

    area: Area
    self_assessed: Competence | None
    confirmed: Competence | None


def details_of(person: Person, programme: Programme) -> CertificateDetails:
    """Return what the person wants printed; a new row, not stored, where they said nothing."""
    found = CertificateDetails.objects.filter(person=person, programme=programme).first()
    return found or CertificateDetails(person=person, programme=programme)


def confirmed_dative(details: CertificateDetails, name: str) -> str:
    """Return the dative the person confirmed for exactly this name, or nothing."""
    return details.name_dative if details.dative_of == name else ""


def levels_of(person: Person, programme: Programme) -> list[AreaLevels]:
    """Return both levels of each area, the self-assessed one from after the training."""
    areas = framework(programme)
    if not areas:
        return []
    after = own_assessment(person, programme).after
    confirmed = dict(
        ConfirmedLevel.objects.filter(person=person, area__programme=programme).values_list(
            "area", "level"
        )
    )
    return [
        AreaLevels(one, _reached(one, after), _statement(one, confirmed.get(one.area.pk, 0)))
        for one in areas
    ]


@dataclass(frozen=True)
class LevelRow:
    """A person of a group with the confirmed level in each area; 0: none."""

    person: Person
    levels: tuple[int, ...]


@dataclass(frozen=True)
class LevelTable:
    """The confirmed levels of a group."""

    areas: tuple[CompetenceArea, ...]
    rows: tuple[LevelRow, ...]


def group_levels(group: TrainingGroup) -> LevelTable:
    """Return the levels of everybody with a place, in three queries."""
    areas = tuple(CompetenceArea.objects.filter(programme=group.cohort.programme_id))
    people = Person.objects.filter(pk__in=group.enrolments.seated().values("person"))
    confirmed = {
        (person, area): level
        for person, area, level in ConfirmedLevel.objects.filter(
            area__in=areas, person__in=people
        ).values_list("person", "area", "level")
    }
    return LevelTable(
        areas,
        tuple(
            LevelRow(one, tuple(confirmed.get((one.pk, area.pk), 0) for area in areas))
            for one in people
        ),
    )


def _reached(one: Area, state: MomentState) -> Competence | None:
    """Return the highest statement that, with all below it, works without help, they said."""
    if not state.is_submitted:
        return None
    reached = None
    for statement in one.statements:
        answer: SelfAssessmentRating | None = state.ratings.get(statement.pk)
        if answer is None or answer.rating < Rating.MOSTLY:
            break
        reached = statement
    return reached


def _statement(one: Area, level: int) -> Competence | None:
    return next((statement for statement in one.statements if statement.level == level), None)


def printed_levels(levels: list[AreaLevels], *, with_own: bool) -> list[dict[str, Any]]:
    """Return the areas of which something is known, as they go into the snapshot."""
    return [
        {
            "letter": row.area.area.letter,
            "title": {"lv": row.area.area.title, "en": row.area.area.title_en},
            "self": row.self_assessed.level if with_own and row.self_assessed else None,
            "confirmed": row.confirmed.level if row.confirmed else None,
            "text": _text(row, with_own=with_own),
        }
        for row in levels
        if row.confirmed or (with_own and row.self_assessed)
    ]


def _text(row: AreaLevels, *, with_own: bool) -> dict[str, str]:
    """Say what the confirmed level means, else the self-assessed one."""
    shown = row.confirmed or (row.self_assessed if with_own else None)
    return {"lv": shown.text, "en": shown.text_en} if shown else {}
