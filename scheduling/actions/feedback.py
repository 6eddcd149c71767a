"""Giving feedback about a training, once for each person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Person
from scheduling.models import CourseFeedback, FeedbackGiven, TrainerFeedback, TrainingGroup
from scheduling.queries.feedback import feedback_opens_on

COMMENT_LIMIT = 2000


class FeedbackNotOpen(Exception):
    """The last training day is still ahead, or not planned; opens_on is its date if known."""

    def __init__(self, opens_on: dt.date | None) -> None:
        super().__init__(opens_on)
        self.opens_on = opens_on


class FeedbackAlreadyGiven(Exception):
    """The person has given feedback about this group before."""


class NotATrainerOfTheGroup(Exception):
    """An answer is about somebody who does not teach the group."""


@dataclass(frozen=True)
class AboutTrainer:
    """What is said about one trainer."""

    rating: int
    comment: str = ""


@transaction.atomic
def give_feedback(
    *,
    person: Person,
    group: TrainingGroup,
    ratings: Mapping[str, int],
    most_useful: str,
    to_change: str,
    trainers: Mapping[int, AboutTrainer],
) -> FeedbackGiven:
    """Store the answers without their giver, and apart from them that the person has answered.

    No audit line is written: its time would lead back to the person. Raises FeedbackNotOpen,
    FeedbackAlreadyGiven or NotATrainerOfTheGroup and stores nothing.
    """
    opens_on = feedback_opens_on([group.pk]).get(group.pk)
    if opens_on is None or opens_on > timezone.localdate():
        raise FeedbackNotOpen(opens_on)
    known = set(group.trainers.filter(pk__in=list(trainers)).values_list("pk", flat=True))
    if known != set(trainers):
        raise NotATrainerOfTheGroup
    try:
        with transaction.atomic():
            given = FeedbackGiven.objects.create(group=group, person=person)
    except IntegrityError as taken:
        raise FeedbackAlreadyGiven from taken
    CourseFeedback.objects.create(
        group=group,
        most_useful=most_useful.strip(),
        to_change=to_change.strip(),
        **{name: ratings[name] for name in CourseFeedback.RATED},
    )
    TrainerFeedback.objects.bulk_create(
        TrainerFeedback(
            group=group, trainer_id=trainer, rating=said.rating, comment=said.comment.strip()
        )
        for trainer, said in trainers.items()
    )
    return given
