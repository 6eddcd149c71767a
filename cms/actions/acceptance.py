"""A municipality accepting the guidelines, and its leads being reminded to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.models import GuidelineAcceptance, GuidelineEdition, GuidelineReminder
from cms.queries.acceptance import Lead, acceptances_in_force, leads_of
from people.actions.audit import record
from people.models import Municipality, MunicipalTeam, User


class EditionOutdated(Exception):
    """A newer edition was published since the reader opened this one."""


@dataclass(frozen=True)
class Reminded:
    """How many municipalities were written to, and why the others were not."""

    sent: int
    reminded_today: int
    without_address: int


@transaction.atomic
def accept_edition(
    *, team: MunicipalTeam, edition: GuidelineEdition, by: User
) -> GuidelineAcceptance:
    """Accept the edition for the team's municipality; accepting it again changes nothing."""
    newest = GuidelineEdition.objects.light().newest()
    if newest is None or newest.pk != edition.pk:
        raise EditionOutdated
    acceptance, is_new = GuidelineAcceptance.objects.get_or_create(
        municipality_id=team.municipality_id, edition=edition, defaults={"accepted_by": by}
    )
    if is_new:
        record(
            actor=by,
            action="guidelines_accepted",
            subject=team.municipality,
            after={"edition": edition.number, "acceptance": acceptance.pk},
        )
    return acceptance


@transaction.atomic
def remind_municipalities(
    *, municipalities: Iterable[Municipality], edition: GuidelineEdition, by: User
) -> Reminded:
    """Write to the leads of those that have not accepted; once a day each, whoever asks."""
    wanted = list(municipalities)
    accepted = acceptances_in_force(edition)
    leads = leads_of(wanted)
    waiting = [one for one in wanted if one.pk not in accepted]
    reachable = [one for one in waiting if leads.get(one.pk)]
    messages: list[EmailMessage] = []
    sent = 0
    for municipality in reachable:
        own = leads[municipality.pk]
        if _log(municipality, edition, by, len(own)):
            sent += 1
            messages += [_letter(lead, municipality, edition) for lead in own]
    get_connection().send_messages(messages)
    return Reminded(sent, len(reachable) - sent, len(waiting) - len(reachable))


def _log(
    municipality: Municipality, edition: GuidelineEdition, by: User, recipients: int
) -> GuidelineReminder | None:
    """Note the reminder; None where the municipality had one today."""
    today = timezone.localdate()
    if GuidelineReminder.objects.filter(municipality=municipality, sent_on=today).exists():
        return None
    try:
        with transaction.atomic():
            reminder = GuidelineReminder.objects.create(
                municipality=municipality,
                edition=edition,
                sent_on=today,
                sent_by=by,
                recipients=recipients,
            )
    except IntegrityError:  # a second click, in another process
        return None
    record(
        actor=by,
        action="guidelines_reminder_sent",
        subject=municipality,
        after={"edition": edition.number, "reminder": reminder.pk, "recipients": recipients},
    )
    return reminder


def _letter(lead: Lead, municipality: Municipality, edition: GuidelineEdition) -> EmailMessage:
    with override(lead.language):
        values = {"edition": edition.number, "municipality": municipality}
        address = settings.SITE_BASE_URL + reverse("cms:edition", args=[edition.number])
        body = [
            _("Good day."),
            _("Name, surname: %(person)s") % {"person": lead.name},
            _("The guidelines for municipalities have been published. Version: %(edition)s.")
            % values,
            _(
                "Your municipality has not accepted them yet: %(municipality)s. "
                "Read them with the team and accept them on the page of the guidelines."
            )
            % values,
            _("Guidelines: %(address)s") % {"address": address},
        ]
        subject = _("To be accepted: guidelines, version %(edition)s") % values
    return EmailMessage(subject=subject, body="\n\n".join(body), to=[lead.email])
