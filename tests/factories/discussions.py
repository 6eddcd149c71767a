"""Discussions of a group and posts in them, written by the product's own actions."""

import uuid

from courses.models import Module
from people.models import User
from scheduling.actions.discussions import start_discussion, write_post
from scheduling.models import Discussion, Post, TrainingGroup
from tests.factories import people, scheduling


def member(group: TrainingGroup, state: str = "confirmed") -> User:
    """An account of somebody with a place in the group."""
    return people.user(person=scheduling.enrolment(group, state=state).person)


def trainer(group: TrainingGroup) -> User:
    """An account of a trainer of the group."""
    account = people.user("trainer", person=people.person())
    group.trainers.add(account.person)
    return account


def discussion(
    group: TrainingGroup,
    by: User,
    module: Module | None = None,
    kind: str = "open",
    text: str = "Vai kāds to ir darījis?",
) -> Discussion:
    """A discussion about the whole module, with its first post."""
    module = module or group.cohort.programme.modules.first()
    return start_discussion(
        place=Discussion(group=group, module=module),
        kind=kind,
        part=None,
        text=text,
        nonce=uuid.uuid4(),
        by=by,
    )


def post(discussion: Discussion, by: User, text: str = "Mēs izmēģinājām.") -> Post:
    """One more post."""
    return write_post(discussion=discussion, text=text, nonce=uuid.uuid4(), by=by)
