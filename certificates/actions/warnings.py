"""Telling people that their certificate is in danger, at most once a week."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import RiskWarning
from certificates.queries.risk import PersonAtRisk, Risk, group_at_risk
from people.actions.audit import record_many
from people.models import Person, User
from scheduling.models import TrainingGroup


@dataclass(frozen=True)
class Warned:
    """Who was warned, and how many of the chosen were not: warned lately, no address, no risk."""

    people: list[Person]
    lately: int
    without_address: int
    not_at_risk: int


@transaction.atomic
def warn_at_risk(*, group: TrainingGroup, person_ids: Collection[int], by: User) -> Warned:
    """Write to the chosen people of the group who are at risk now; keep who was told and when.

    Whoever was warned within a week, has no address, or is no longer at risk, gets no letter.
    """
    chosen = set(person_ids)
    # Two who press at once wait for each other here, so that nobody is written to twice.
    list(Person.objects.select_for_update().filter(pk__in=chosen).order_by("pk").values_list("pk"))
    found = [one for one in group_at_risk(group).endangered if one.person.pk in chosen]
    warned = [one for one in found if one.can_be_warned]
    # Has their language.
    prefetch_related_objects([one.person for one in warned], "account__wagtail_userprofile")
    today = timezone.localdate()
    rows = RiskWarning.objects.bulk_create(
        RiskWarning(person=one.person, group=group, sent_on=today, sent_by=by) for one in warned
    )
    get_connection().send_messages([_letter(one, group) for one in warned])
    record_many(
        actor=by,
        action="certificates.warned",
        changes=[
            (row, {"person": one.person.pk, "group": group.pk, "risk": one.risk.value})
            for row, one in zip(rows, warned, strict=True)
        ],
    )
    lately = sum(one.was_warned_lately for one in found)
    return Warned(
        people=[one.person for one in warned],
        lately=lately,
        without_address=len(found) - len(warned) - lately,
        not_at_risk=len(chosen) - len(found),
    )


def _letter(one: PersonAtRisk, group: TrainingGroup) -> EmailMessage:
    with override(one.person.letter_language):
        danger = (
            _("If you miss one more block, the certificate can no longer be earned in this cohort.")
            if one.risk is Risk.BLOCK
            else _(
                "If you miss one more day, the certificate can no longer be earned in this cohort."
            )
        )
        body = [
            _("Good day."),
            _("Name, surname: %(person)s") % {"person": one.person.full_name},
            _("Group: %(group)s") % {"group": group.name},
            danger,
            _("Your hours and what can still be done: %(address)s")
            % {"address": settings.SITE_BASE_URL + reverse("scheduling:my_training")},
        ]
        return EmailMessage(
            subject=_("Your certificate is in danger"),
            body="\n\n".join(body),
            to=[one.person.email],
        )
