"""Inviting a listed person to make an account, and the person accepting."""

import datetime as dt
import secrets

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from people.actions.audit import record
from people.models import Invitation, Person, User
from people.queries import InvitationState, hash_token, invitation_state

_PAUSE = dt.timedelta(minutes=1)  # a double click must not void the link just sent


class PersonHasAccount(Exception):
    """The person can sign in already; an invitation would make a second account."""


class InvitedAMomentAgo(Exception):
    """An open invitation of this person is less than a minute old."""


class InvitationUnusable(Exception):
    """The link opens nothing; ``state`` says why."""

    def __init__(self, state: InvitationState) -> None:
        super().__init__(state)
        self.state = state


class UsernameTaken(Exception):
    """Another account has this user name."""


@transaction.atomic
def invite_person(*, person: Person, by: User) -> tuple[Invitation, str]:
    """Make a new link for the person, void the earlier ones, mail it if there is an address.

    The returned token is nowhere stored: show it now or never.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if User.objects.filter(person=person).exists():
        raise PersonHasAccount
    now = timezone.now()
    # The audit trail keeps what was voided; a link without a row behind it opens nothing.
    still_open = person.invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    if still_open.filter(created_at__gt=now - _PAUSE).exists():
        raise InvitedAMomentAgo
    still_open.update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        email=person.email,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + dt.timedelta(days=settings.INVITATION_DAYS),
    )
    record(
        actor=by,
        action="person_invited",
        subject=person,
        after={"invitation": invitation.pk, "mailed": bool(person.email)},
    )
    if person.email:
        _mail(invitation, token)
    return invitation, token


def invitation_link(token: str) -> str:
    """Return the whole address of an invitation, in Latvian; the page offers English."""
    return f"{settings.SITE_BASE_URL}/lv/invitation/{token}/"


def _mail(invitation: Invitation, token: str) -> None:
    # Nobody has chosen a language yet, so the message carries both.
    context = {
        "person": invitation.person,
        "link": invitation_link(token),
        "expires_at": invitation.expires_at,
    }
    subjects, bodies = [], []
    for language in ("lv", "en"):
        with override(language):
            subjects.append(render_to_string("emails/people/invitation_subject.txt", context))
            bodies.append(render_to_string("emails/people/invitation.txt", context))
    send_mail(
        subject=" / ".join(" ".join(subject.split()) for subject in subjects),
        message="\n\n---\n\n".join(body.strip() for body in bodies) + "\n",
        from_email=None,
        recipient_list=[invitation.email],
    )


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str) -> User:
    """Make the person's account and use the invitation up; only one caller can succeed."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(token_hash=hash_token(token))
        .first()
    )
    state = invitation_state(invitation)
    if invitation is None or state != InvitationState.OPEN:
        raise InvitationUnusable(state)
    person = invitation.person
    if User.objects.filter(person=person).exists():
        raise PersonHasAccount
    username = User.normalize_username(username).lower()
    if User.objects.filter(username=username).exists():
        raise UsernameTaken
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username,
                email=invitation.email or person.email,
                password=password,
                person=person,
            )
    except IntegrityError as fault:  # somebody took the name, or the person, this very moment
        raise UsernameTaken from fault
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        actor=user,
        action="invitation_accepted",
        subject=person,
        after={"invitation": invitation.pk, "account": user.pk},
    )
    return user
