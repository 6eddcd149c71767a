"""Invented answers of demo people: self-assessments, final reflections, feedback."""

import datetime as dt

from django.utils import timezone

from courses.models import (
    Competence,
    FinalReflection,
    Rating,
    SelfAssessment,
    SelfAssessmentRating,
)
from people.models import MunicipalTeam, Person
from scheduling.models import (
    Agreement,
    Cohort,
    CourseFeedback,
    Enrolment,
    FeedbackGiven,
    TrainerFeedback,
    TrainingGroup,
)

# Group: how many people answered before, after, and gave feedback. VID-1 has finished.
_ANSWERED = {"VID-1": (14, 11, 9), "RIG-1": (9, 0, 0), "VID-2": (4, 0, 0), "ZEM-1": (7, 5, 3)}
_USEFUL = [
    "Rīka pase – to uzreiz ieviesām jauniešu centrā.",
    "Hibrīdā pasākuma izmēģinājums ar sadalītām lomām.",
    "Saruna par to, ko darīt, ja tērzētavā noplūst fotogrāfija.",
    "Tas, ka plānu varēja sākt rakstīt turpat kopā ar komandu.",
]
_CHANGE = [
    "Vairāk laika pašu izmēģinājumiem, mazāk prezentāciju.",
    "Tiešsaistes dienās vajadzētu garākus starpbrīžus.",
]
_MONDAY = [
    "Pajautāšu pieciem jauniešiem, kur viņi vakaros satiekas tiešsaistē, un pierakstīšu atbildes.",
    "Kopā ar jauniešu padomi pārskatīšu mūsu tērzētavas noteikumus.",
    "Pārbaudīšu pasākuma afišu pēc septiņiem piekļūstamības punktiem.",
]
_REFLECTION = [
    "Sapratu, ka rīks pats par sevi nav darbs ar jaunatni. Turpmāk sākšu ar mērķi.",
    "Visvairāk pārsteidza, cik daudz jauniešu mūsu aptaujās nesadzirdam.",
    "Jutos drošāk nekā pirms mācībām, jo tagad zinu, kam ziņot par apdraudējumu.",
]


def load_answers(running: Cohort, staff: dict[str, Person]) -> None:
    """Let people of some groups rate themselves, reflect and give feedback."""
    statements = list(Competence.objects.filter(area__programme=running.programme_id))
    for group in running.groups.filter(code__in=_ANSWERED):
        before, after, feedback = _ANSWERED[group.code]
        seats = Enrolment.objects.filter(group=group).seated().order_by("queue_number")
        people = list(seats.values_list("person", flat=True))
        _rate(running, statements, people[:before], SelfAssessment.Moment.BEFORE)
        _rate(running, statements, people[:after], SelfAssessment.Moment.AFTER)
        _give_feedback(group, people[:feedback], staff["trainer"])
    _rate(running, statements, [staff["participant"].pk], SelfAssessment.Moment.BEFORE)
    _reflect(running, staff)


def _rate(
    cohort: Cohort, statements: list[Competence], people: list[int], moment: SelfAssessment.Moment
) -> None:
    """Level 1 is rated higher than level 3, after higher than before, some areas more so."""
    now = timezone.now()
    rows = SelfAssessment.objects.bulk_create(
        SelfAssessment(
            person_id=person,
            programme=cohort.programme,
            moment=moment,
            submitted_at=now + dt.timedelta(seconds=n),
        )
        for n, person in enumerate(people)
    )
    gain = 1 if moment == SelfAssessment.Moment.AFTER else 0
    SelfAssessmentRating.objects.bulk_create(
        [
            SelfAssessmentRating(
                assessment=row,
                competence=one,
                rating=_step(
                    3 - one.level + (n + m // 3) % 3 % 2 + m // 3 % 3 + gain * (1 + (n + m) % 2)
                ),
                text=one.text,
                text_en=one.text_en,
            )
            for n, row in enumerate(rows)
            for m, one in enumerate(statements)
        ],
        batch_size=1000,
    )


def _step(value: int) -> int:
    return max(Rating.NOT_YET, min(Rating.FULLY, value))


def _give_feedback(group: TrainingGroup, people: list[int], trainer: Person) -> None:
    if not people:
        return
    group.trainers.add(trainer)
    FeedbackGiven.objects.bulk_create(FeedbackGiven(group=group, person_id=pk) for pk in people)
    CourseFeedback.objects.bulk_create(
        CourseFeedback(
            group=group,
            most_useful=_USEFUL[n] if n < len(_USEFUL) else "",
            to_change=_CHANGE[n - 3] if 3 <= n < 3 + len(_CHANGE) else "",
            **{
                name: Agreement.AGREE if (n + m) % 3 else Agreement.RATHER_AGREE - (m == 2)
                for m, name in enumerate(CourseFeedback.RATED)
            },
        )
        for n in range(len(people))
    )
    TrainerFeedback.objects.bulk_create(
        TrainerFeedback(
            group=group,
            trainer=trainer,
            rating=Agreement.AGREE if n % 4 else Agreement.RATHER_AGREE,
            comment="Skaidri paskaidroja un deva laiku jautājumiem." if n == 1 else "",
        )
        for n in range(len(people))
    )


def _reflect(cohort: Cohort, staff: dict[str, Person]) -> None:
    """Three people of each team that the demo mentor accompanies have written."""
    teams = MunicipalTeam.objects.filter(mentor_assignments__mentor=staff["mentor"])
    rows = []
    for team in teams:
        members = team.memberships.exclude(person=staff["participant"]).order_by("id")
        rows += [
            FinalReflection(
                person_id=membership.person_id,
                programme=cohort.programme,
                reflection=_REFLECTION[n],
                monday=_MONDAY[n],
            )
            for n, membership in enumerate(members[: len(_MONDAY)])
        ]
    FinalReflection.objects.bulk_create(rows)
