"""What a participant has left to do around the training: rate, reflect, give feedback."""

from dataclasses import dataclass

from django.utils import timezone

from courses.queries.competences import has_framework, reflection_versions, submitted_moments
from scheduling.models import Session
from scheduling.queries.feedback import has_given_feedback
from scheduling.queries.training import Training


@dataclass(frozen=True)
class OpenActs:
    """Which of the four acts are open now and not done yet."""

    before: bool = False
    after: bool = False
    reflection: bool = False
    feedback: bool = False

    def __bool__(self) -> bool:
        return self.before or self.after or self.reflection or self.feedback


def open_acts(training: Training) -> OpenActs:
    """Return what is open to the person: the end of it only from the last training day on.

    At most four queries; none for who has no place.
    """
    enrolment = training.enrolment
    if enrolment.state not in {"confirmed", "completed"}:
        return OpenActs()
    person, programme = enrolment.person, enrolment.cohort.programme
    submitted = submitted_moments(person, programme)
    dates = [
        day.session.date for day in training.days if day.session.state != Session.State.CANCELLED
    ]
    is_end = bool(dates) and max(dates) <= timezone.localdate()
    rates = has_framework(programme)
    return OpenActs(
        before=rates and not submitted and not is_end,
        after=rates and "after" not in submitted and is_end,
        reflection=is_end and not reflection_versions(person, programme),
        feedback=is_end and not has_given_feedback(person, enrolment.group),
    )
