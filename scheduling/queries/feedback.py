"""Feedback about trainings, added up; below the fewest answers nothing but their number."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from courses.queries.averages import FEWEST
from courses.queries.competences import Level
from people.models import Person
from scheduling.models import (
    Agreement,
    CourseFeedback,
    FeedbackGiven,
    Session,
    TrainerFeedback,
    TrainingGroup,
)

# Not for secrets but so that the order of comments tells nothing, not even a seeded one.
_CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class RatedQuestion:
    """A sentence of the form with its average."""

    label: str
    level: Level

    @property
    def mean(self) -> Decimal:
        return self.level.mean

    @property
    def word(self) -> Agreement:
        return Agreement(self.level.word.value)


@dataclass(frozen=True)
class OpenQuestion:
    """An open question with what was written, shuffled anew at each look."""

    label: str
    comments: tuple[str, ...]


@dataclass(frozen=True)
class TrainerSummary:
    """What was said about one trainer; without figures below the fewest answers."""

    trainer: Person
    answered: int
    rated: RatedQuestion | None = None
    comments: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return max(FEWEST - self.answered, 0)


@dataclass(frozen=True)
class FeedbackSummary:
    """What was said about a group's training; without figures below the fewest answers."""

    group: TrainingGroup
    answered: int
    questions: tuple[RatedQuestion, ...] = ()
    comments: tuple[OpenQuestion, ...] = ()
    trainers: tuple[TrainerSummary, ...] = ()

    @property
    def missing(self) -> int:
        return max(FEWEST - self.answered, 0)

    @property
    def overall(self) -> Level | None:
        """The average over all rated questions."""
        if not self.questions:
            return None
        return Level(
            sum(question.level.total for question in self.questions),
            sum(question.level.count for question in self.questions),
        )


def feedback_opens_on(group_ids: Iterable[int]) -> dict[int, dt.date]:
    """Return the date of each group's last session, in one query; undated groups are left out."""
    dates = (
        Session.objects.filter(groups__in=list(group_ids))
        .exclude(state=Session.State.CANCELLED)
        .order_by()
        .values_list("groups")
        .annotate(last=Max("date"))
    )
    wanted = set(group_ids)
    return {group: last for group, last in dates if group in wanted}


def has_given_feedback(person: Person, group: TrainingGroup) -> bool:
    """Say whether the person has given feedback about the group."""
    return FeedbackGiven.objects.filter(person=person, group=group).exists()


def groups_with_feedback(trainer: Person | None = None) -> QuerySet[TrainingGroup]:
    """Return the groups somebody has given feedback about, the newest first; or a trainer's."""
    groups = TrainingGroup.objects.filter(feedback__isnull=False).distinct()
    if trainer is not None:
        groups = groups.filter(trainers=trainer)
    return groups.select_related("cohort", "region").order_by("-cohort_id", "code")


def feedback_summaries(
    groups: Iterable[TrainingGroup], *, about: int | None = None, with_comments: bool = True
) -> list[FeedbackSummary]:
    """Return what was said about each group, in at most five queries.

    With ``about``, of the trainers only this one is told of. Comments of groups below the fewest
    answers are not even read.
    """
    wanted = list(groups)
    ids = [group.pk for group in wanted]
    sums: dict[int, Any] = {
        row["group"]: row
        for row in CourseFeedback.objects.filter(group__in=ids)
        .order_by()
        .values("group")
        .annotate(answered=Count("pk"), **{f"sum_{n}": Sum(n) for n in CourseFeedback.RATED})
    }
    told = [pk for pk, row in sums.items() if row["answered"] >= FEWEST]
    texts = _open_answers(told) if with_comments else {}
    trainers = _trainers(ids, about, with_comments=with_comments)
    return [
        FeedbackSummary(
            group=group,
            answered=sums[group.pk]["answered"] if group.pk in sums else 0,
            questions=_rated(sums[group.pk]) if group.pk in told else (),
            comments=texts.get(group.pk, ()),
            trainers=trainers.get(group.pk, ()),
        )
        for group in wanted
    ]


def question_label(name: str) -> str:
    """Return the sentence or question of the form behind a field."""
    return str(CourseFeedback._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  # Django's documented door


def _rated(row: dict[str, int]) -> tuple[RatedQuestion, ...]:
    return tuple(
        RatedQuestion(question_label(name), Level(row[f"sum_{name}"], row["answered"]))
        for name in CourseFeedback.RATED
    )


def _open_answers(group_ids: list[int]) -> dict[int, tuple[OpenQuestion, ...]]:
    names = ("most_useful", "to_change")
    found: dict[int, dict[str, list[str]]] = {pk: {name: [] for name in names} for pk in group_ids}
    rows = CourseFeedback.objects.filter(group__in=group_ids)
    for group_id, *texts in rows.values_list("group", *names):
        for name, text in zip(names, texts, strict=True):
            found[group_id][name].append(text)
    return {
        pk: tuple(OpenQuestion(question_label(name), _shuffled(said[name])) for name in names)
        for pk, said in found.items()
    }


def _shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    written = [text for text in texts if text]
    _CHANCE.shuffle(written)
    return tuple(written)


def _trainers(
    group_ids: list[int], about: int | None, *, with_comments: bool
) -> dict[int, tuple[TrainerSummary, ...]]:
    rows = TrainerFeedback.objects.filter(group__in=group_ids)
    if about is not None:
        rows = rows.filter(trainer=about)
    counted = list(
        rows.order_by()
        .values_list("group", "trainer")
        .annotate(answered=Count("pk"), total=Sum("rating"))
    )
    told = {(group, trainer) for group, trainer, answered, _total in counted if answered >= FEWEST}
    comments: dict[tuple[int, int], list[str]] = {key: [] for key in told}
    if with_comments and told:
        either = Q(pk__in=[])
        for group, trainer in told:
            either |= Q(group=group, trainer=trainer)
        for group, trainer, text in rows.filter(either).values_list("group", "trainer", "comment"):
            comments[group, trainer].append(text)
    people = Person.objects.in_bulk({trainer for _group, trainer, *_rest in counted})
    found: dict[int, list[TrainerSummary]] = {}
    for group, trainer, answered, total in counted:
        is_told = (group, trainer) in told
        summary = TrainerSummary(
            trainer=people[trainer],
            answered=answered,
            rated=RatedQuestion("", Level(total, answered)) if is_told else None,
            comments=_shuffled(comments.get((group, trainer), ())),
        )
        found.setdefault(group, []).append(summary)
    return {
        pk: tuple(sorted(those, key=lambda one: (one.trainer.sort_key, one.trainer.pk)))
        for pk, those in found.items()
    }
