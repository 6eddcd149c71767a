"""Self-assessments and feedback for tests."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from courses.actions.competences import load_competences
from courses.actions.self_assessment import begin_assessment, save_area, submit_assessment
from courses.models import Competence, Programme, Rating, SelfAssessment, SelfAssessmentRating
from courses.queries.competences import framework
from people.models import Person
from scheduling.models import CourseFeedback, TrainingGroup
from tests.factories import courses


def programme(**fields: Any) -> Programme:
    """A programme with the eighteen statements."""
    made = courses.programme(**fields)
    load_competences(made)
    return made


def assessment(
    person: Person,
    of: Programme,
    moment: str = "before",
    ratings: Mapping[str, Sequence[int]] | int = 2,
    *,
    submitted: bool = True,
) -> SelfAssessment:
    """One self-assessment: the same step everywhere, or steps by area code and level."""
    row = begin_assessment(person=person, programme=of, moment=moment, gives_up_before=True)
    for one in framework(of):
        steps = [ratings] * 3 if isinstance(ratings, int) else ratings[one.area.code]
        chosen = {
            statement.pk: Rating(step)
            for statement, step in zip(one.statements, steps, strict=True)
        }
        save_area(assessment=row, area=one.area, ratings=chosen)
    return submit_assessment(assessment=row, by=None) if submitted else row


def many(
    persons: Sequence[Person], of: Programme, moment: str = "before", step: int = 2
) -> list[SelfAssessment]:
    """Submitted self-assessments of many people at once, the same step everywhere, in this order."""
    start = timezone.now() + dt.timedelta(minutes=SelfAssessment.objects.count())
    rows = SelfAssessment.objects.bulk_create(
        SelfAssessment(
            person=person,
            programme=of,
            moment=moment,
            submitted_at=start + dt.timedelta(seconds=n),
        )
        for n, person in enumerate(persons)
    )
    statements = list(Competence.objects.filter(area__programme=of))
    SelfAssessmentRating.objects.bulk_create(
        [
            SelfAssessmentRating(
                assessment=row, competence=one, rating=step, text=one.text, text_en=one.text_en
            )
            for row in rows
            for one in statements
        ],
        batch_size=1000,
    )
    return rows


def crowd(count: int) -> list[Person]:
    """Many people at once."""
    persons = [
        Person(given_name="Anna", family_name=f"Liepa {n}", birth_year=1990) for n in range(count)
    ]
    for person in persons:
        person.set_keys()
    return Person.objects.bulk_create(persons)


def area_data(client: Any, url: str, steps: Mapping[Competence, int]) -> dict[str, Any]:
    """What the form of an area at this address sends with these steps chosen."""
    version = client.get(url).context["form"].expected_version
    return {"version": version} | {f"r{one.pk}": step for one, step in steps.items()}


def feedback_data(step: int = 3, **fields: Any) -> dict[str, Any]:
    """What the feedback form sends when every sentence gets the same answer."""
    return dict.fromkeys(CourseFeedback.RATED, step) | fields


def feedback(group: TrainingGroup, count: int, step: int = 3, **fields: Any) -> None:
    """Answers of count people nobody knows."""
    CourseFeedback.objects.bulk_create(
        CourseFeedback(group=group, **dict.fromkeys(CourseFeedback.RATED, step), **fields)
        for _ in range(count)
    )
