"""Rating oneself before and after the training: begin, save area by area, submit."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from courses.models import (
    Competence,
    CompetenceArea,
    Programme,
    Rating,
    SelfAssessment,
    SelfAssessmentRating,
)
from people.actions import audit
from people.models import Person, User

_BEFORE, _AFTER = SelfAssessment.Moment.BEFORE, SelfAssessment.Moment.AFTER


class BeforeClosed(Exception):
    """The self-assessment after the training has begun, so the one before it takes no answers."""


class BeforeNotSubmitted(Exception):
    """The self-assessment before the training is neither submitted nor given up by the person."""


class AlreadySubmitted(Exception):
    """What was submitted is not changed."""


class StatementsUnanswered(Exception):
    """Some statements have no answer yet; areas are the codes of their areas, in order."""

    def __init__(self, areas: list[str]) -> None:
        super().__init__(areas)
        self.areas = areas


@transaction.atomic
def begin_assessment(
    *, person: Person, programme: Programme, moment: str, gives_up_before: bool = False
) -> SelfAssessment:
    """Open the self-assessment; opening it twice changes nothing.

    Raises BeforeClosed or BeforeNotSubmitted.
    """
    known = {
        row.moment: row for row in SelfAssessment.objects.filter(person=person, programme=programme)
    }
    if moment in known:
        return known[moment]
    if moment == _BEFORE and _AFTER in known:
        raise BeforeClosed
    is_before_submitted = _BEFORE in known and known[_BEFORE].submitted_at is not None
    if moment == _AFTER and not is_before_submitted and not gives_up_before:
        raise BeforeNotSubmitted
    return SelfAssessment.objects.get_or_create(person=person, programme=programme, moment=moment)[
        0
    ]


@transaction.atomic
def save_area(
    *, assessment: SelfAssessment, area: CompetenceArea, ratings: Mapping[int, Rating]
) -> list[SelfAssessmentRating]:
    """Store the chosen steps by statement, each with its text as it now stands.

    Statements of other areas are left out. Raises AlreadySubmitted or BeforeClosed.
    """
    _locked_open(assessment)
    statements = Competence.objects.filter(area=area, pk__in=list(ratings))
    return SelfAssessmentRating.objects.bulk_create(
        [
            SelfAssessmentRating(
                assessment=assessment,
                competence=statement,
                rating=ratings[statement.pk],
                text=statement.text,
                text_en=statement.text_en,
            )
            for statement in statements
        ],
        update_conflicts=True,
        unique_fields=["assessment", "competence"],
        update_fields=["rating", "text", "text_en"],
    )


@transaction.atomic
def submit_assessment(*, assessment: SelfAssessment, by: User | None) -> SelfAssessment:
    """Lock the answers; submitting twice changes nothing.

    Raises StatementsUnanswered or BeforeClosed.
    """
    try:
        assessment = _locked_open(assessment)
    except AlreadySubmitted:
        return SelfAssessment.objects.get(pk=assessment.pk)
    unanswered = (
        Competence.objects.filter(area__programme=assessment.programme_id)
        .exclude(pk__in=assessment.ratings.values("competence"))
        .values_list("area__code", flat=True)
    )
    areas = list(dict.fromkeys(unanswered))
    if areas:
        raise StatementsUnanswered(areas)
    assessment.submitted_at = timezone.now()
    assessment.save(update_fields=["submitted_at"])
    audit.record(
        actor=by,
        action="courses.self_assessment_submitted",
        subject=assessment,
        after={"person": assessment.person_id, "moment": assessment.moment},
    )
    return assessment


def _locked_open(assessment: SelfAssessment) -> SelfAssessment:
    row = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    if row.submitted_at is not None:
        raise AlreadySubmitted
    if row.moment == _BEFORE and _has_after(row):
        raise BeforeClosed
    return row


def _has_after(row: SelfAssessment) -> bool:
    return SelfAssessment.objects.filter(
        person=row.person_id, programme=row.programme_id, moment=_AFTER
    ).exists()
