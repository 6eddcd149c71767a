"""Inviting people to write what they have learnt before their certificate is issued."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Certificate, WritingInvitation
from certificates.queries.batches import preview_of
from certificates.queries.invitations import own_words_of
from courses.models import Programme
from people.actions.audit import record_many
from people.models import Person, User
from scheduling.models import Cohort, TrainingGroup


@transaction.atomic
def invite_to_write(
    *, cohort: Cohort, group: TrainingGroup | None, kind: str, by: User
) -> list[Person]:
    """Write to everybody of the group or cohort who is due a certificate and wrote nothing yet.

    Whoever was invited within a week, or has no address, gets no letter. Returns who was invited.
    """
    ready = [candidate.person for candidate in preview_of(cohort, group, kind).ready]
    # Two who press at once wait for each other here, so that nobody is written to twice.
    ids = [person.pk for person in ready]
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    people = own_words_of(ready, cohort.programme).to_invite
    prefetch_related_objects(people, "account__wagtail_userprofile")  # has their language
    today = timezone.localdate()
    rows = WritingInvitation.objects.bulk_create(
        WritingInvitation(person=person, programme=cohort.programme, sent_on=today, sent_by=by)
        for person in people
    )
    get_connection().send_messages([_letter(one, cohort.programme, kind) for one in people])
    record_many(
        actor=by,
        action="certificates.invited_to_write",
        changes=[(row, {"person": row.person_id, "kind": kind}) for row in rows],
    )
    return people


def _letter(person: Person, programme: Programme, kind: str) -> EmailMessage:
    with override(person.letter_language):
        body = [
            _("Good day."),
            _("Name, surname: %(person)s") % {"person": person.full_name},
            _("Soon to be issued: %(document)s, “%(programme)s”.")
            % {"document": Certificate.Kind(kind).label, "programme": programme},
            _(
                "On page 2 there is room for what you have learnt, in your own words."
                " If you write nothing, the page is printed without them."
            ),
            _("Check your name there too: it is printed exactly as it stands."),
            settings.SITE_BASE_URL + reverse("certificates:details"),
        ]
        return EmailMessage(
            subject=_("Before your certificate is issued: say what you have learnt"),
            body="\n\n".join(body),
            to=[person.email],
        )
