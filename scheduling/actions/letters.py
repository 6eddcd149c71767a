"""What people are told by mail about their place; sent only if the change itself is kept."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from people.models import Person, User
from scheduling.models import Enrolment, Session
from scheduling.queries import backlogs


def write_place_confirmed(*, enrolment: Enrolment, by: User | None) -> None:
    """Tell the person that the place is confirmed, with the days."""
    with override(_language(enrolment.person, by)):
        _send(
            enrolment.person,
            _("Place confirmed: %(group)s") % {"group": enrolment.group.name},
            _("You have a confirmed place in the training group."),
            *_days(enrolment),
        )


def write_waiting(*, enrolment: Enrolment, position: int, by: User | None) -> None:
    """Tell the person that the group is full and which number they have on the list."""
    with override(_language(enrolment.person, by)):
        _send(
            enrolment.person,
            _("Your application is on the waiting list"),
            _("The group is full at present, so your application is on the waiting list."),
            _("Group: %(group)s") % {"group": enrolment.group.name},
            _("Number on the list: %(n)s") % {"n": position},
            _("A freed place goes to the person who has waited longest."),
        )


def write_place_freed(*, enrolment: Enrolment) -> None:
    """Tell somebody who waited that they now have the place."""
    with override(_language(enrolment.person, None)):
        _send(
            enrolment.person,
            _("Place confirmed: %(group)s") % {"group": enrolment.group.name},
            _("A place has become free in the group, and it is yours."),
            *_days(enrolment),
            _(
                "If you cannot take part, withdraw under “My training”, so that the next person can."
            ),
        )


def write_session_changed(*, session: Session, old: dt.date, new: dt.date) -> int:
    """Tell everybody with a place that a day has moved; return to how many."""
    enrolments = Enrolment.objects.seated().filter(group__sessions=session)
    messages = []
    people = "person__account__wagtail_userprofile"
    for enrolment in enrolments.select_related(people, "group"):
        with override(_language(enrolment.person, None)):
            message = _message(
                enrolment.person,
                _("Session changed: %(group)s") % {"group": enrolment.group.name},
                _("The time or venue has changed. The new details are in this message."),
                _("Programme day: %(code)s") % {"code": session.day.code},
                _("Session moved. Before: %(old)s. Now: %(new)s")
                % {"old": _short(old), "new": _short(new)},
            )
        if message is not None:
            messages.append(message)
    return get_connection().send_messages(messages) or 0


@transaction.atomic
def write_assignment_digests() -> int:
    """Tell each trainer once how many assignments wait for them; return to how many.

    Names and texts stay behind the sign-in. Whoever has nothing waiting gets no message.
    """
    messages = []
    address = settings.SITE_BASE_URL
    for backlog in backlogs():
        with override(backlog.trainer.letter_language):
            counted = ngettext(
                "%(n)d assignment is waiting for your answer.",
                "%(n)d assignments are waiting for your answer.",
                backlog.waiting,
            ) % {"n": backlog.waiting}
            body = [
                _("Good day."),
                _("Name, surname: %(person)s") % {"person": backlog.trainer.full_name},
                counted,
                _("Waiting longest since: %(date)s")
                % {"date": _short(timezone.localtime(backlog.oldest).date())},
                _("Assignments: %(address)s")
                % {"address": address + reverse("scheduling:assignment_list")},
            ]
            messages.append(
                EmailMessage(
                    subject=_("Assignments are waiting for your answer"),
                    body="\n\n".join(body),
                    to=[backlog.trainer.email],
                )
            )
    return get_connection().send_messages(messages) or 0


def _language(person: Person, by: User | None) -> str:
    """Return the language the person reads; whoever acts for themself is reading it now."""
    if by is not None and by.person_id == person.pk:
        return get_language() or settings.LANGUAGE_CODE
    return person.letter_language


def _days(enrolment: Enrolment) -> list[str]:
    sessions = enrolment.group.sessions.exclude(state=Session.State.CANCELLED)
    lines = [
        _("%(code)s: %(date)s, %(mode)s")
        % {
            "code": session.day.code,
            "date": _short(session.date),
            "mode": session.day.get_mode_display(),
        }
        for session in sessions.select_related("day")
    ]
    return ["\n".join(lines)] if lines else []


def _short(day: dt.date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def _send(person: Person, subject: str, *paragraphs: str) -> None:
    message = _message(person, subject, *paragraphs)
    if message is not None:
        message.send()


def _message(person: Person, subject: str, *paragraphs: str) -> EmailMessage | None:
    if not person.email:
        return None
    address = settings.SITE_BASE_URL + reverse("scheduling:my_training")
    body = [
        _("Good day."),
        _("Name, surname: %(person)s") % {"person": person.full_name},
        *paragraphs,
        _("My training: %(address)s") % {"address": address},
    ]
    return EmailMessage(subject=subject, body="\n\n".join(body), to=[person.email])
