"""Who of those that are due a certificate has written what they learnt, and who may be invited to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from certificates.models import CertificateDetails, WritingInvitation
from courses.models import Programme
from people.models import Person

DAYS_BETWEEN_INVITATIONS = 7


@dataclass(frozen=True)
class OwnWords:
    """How many have written; whom an invitation would reach now; whom it would not, and why."""

    written: int
    to_invite: list[Person]
    lately: int
    without_address: int


def own_words_of(people: Sequence[Person], programme: Programme) -> OwnWords:
    """Sort the people by what they have written so far, in two queries."""
    ids = [person.pk for person in people]
    wrote = set(
        CertificateDetails.objects.filter(person__in=ids, programme=programme)
        .exclude(outcomes="")
        .values_list("person", flat=True)
    )
    since = timezone.localdate() - dt.timedelta(days=DAYS_BETWEEN_INVITATIONS)
    invited = set(
        WritingInvitation.objects.filter(
            person__in=ids, programme=programme, sent_on__gt=since
        ).values_list("person", flat=True)
    )
    silent = [person for person in people if person.pk not in wrote]
    waiting = [person for person in silent if person.pk in invited]
    reached = [person for person in silent if person.pk not in invited and person.email]
    return OwnWords(
        written=len(wrote),
        to_invite=reached,
        lately=len(waiting),
        without_address=len(silent) - len(waiting) - len(reached),
    )
