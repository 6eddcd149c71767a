"""Beginning discussions, writing in them, closing them."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from courses.queries import Part
from people.actions.audit import record
from people.models import User
from scheduling.actions.following import follow_discussion, remember_to_tell
from scheduling.models import Discussion, DiscussionReading, Post
from scheduling.queries.discussions import role_in

MOST_IN_AN_HOUR = 20
HOUR = dt.timedelta(hours=1)


class TooManyPosts(Exception):
    """The account wrote as often as is allowed in an hour; ``again_at`` says when to come back."""

    def __init__(self, again_at: dt.datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


class DiscussionClosed(Exception):
    """Nobody writes in the discussion any more."""


@transaction.atomic
def start_discussion(
    *, place: Discussion, kind: str, part: Part | None, text: str, nonce: uuid.UUID, by: User
) -> Discussion:
    """Begin a discussion in the place's group and module with a first post.

    The same form sent again returns what it made the first time. Raises TooManyPosts.
    """
    before = _written_before(nonce, by)
    if before is not None:
        return before.discussion
    _count_posts(by)
    discussion = Discussion.objects.create(
        group=place.group,
        module=place.module,
        kind=kind,
        part_id=part.id if part else "",
        part_title=part.title[:255] if part else "",
        language=_language(),
        started_by=by,
    )
    _write(discussion, text, nonce, by)
    follow_discussion(discussion=discussion, is_wanted=True, by=by)
    record(
        actor=by,
        action="scheduling.discussion_started",
        subject=discussion,
        after={"group": place.group.pk, "module": place.module.pk, "kind": kind},
    )
    return discussion


@transaction.atomic
def write_post(*, discussion: Discussion, text: str, nonce: uuid.UUID, by: User) -> Post:
    """Add a post; the same form sent again returns the post it made the first time.

    Raises TooManyPosts or DiscussionClosed.
    """
    before = _written_before(nonce, by)
    if before is not None:
        return before
    _count_posts(by)
    return _write(lock_open(discussion), text, nonce, by)


def _written_before(nonce: uuid.UUID, by: User) -> Post | None:
    """Make the account's requests wait for each other; return what this form has made already."""
    User.objects.select_for_update().get(pk=by.pk)
    posts = Post.objects.filter(author=by, nonce=nonce).select_related("discussion")
    return posts.first()


def _count_posts(by: User) -> None:
    posts = Post.objects.filter(author=by, posted_at__gt=timezone.now() - HOUR)
    refuse_too_many(posts.order_by("-posted_at").values_list("posted_at", flat=True))


def refuse_too_many(moments: QuerySet[Any, dt.datetime]) -> None:
    """Raise TooManyPosts if the moments, the newest first, are as many as an hour allows."""
    times = list(moments[:MOST_IN_AN_HOUR])
    if len(times) == MOST_IN_AN_HOUR:
        raise TooManyPosts(times[-1] + HOUR)


def lock_open(discussion: Discussion) -> Discussion:
    """Lock the discussion and return it as it is now; raises DiscussionClosed."""
    # Posts of one discussion are written one by one, so that a later one has a greater id.
    locked = Discussion.objects.select_for_update(of=("self",)).select_related("group")
    found = locked.get(pk=discussion.pk)
    if found.closed_at is not None:
        raise DiscussionClosed
    return found


def _write(discussion: Discussion, text: str, nonce: uuid.UUID, by: User) -> Post:
    post = Post.objects.create(
        discussion=discussion,
        author=by,
        role=role_in(discussion.group, by),
        text=text,
        language=_language(),
        nonce=nonce,
    )
    mark_read(discussion=discussion, last_post=post.pk, by=by)
    remember_to_tell(post)
    return post


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def mark_read(*, discussion: Discussion, last_post: int, by: User) -> None:
    """Remember up to which post the account has read."""
    DiscussionReading.objects.bulk_create(
        [DiscussionReading(user=by, discussion=discussion, last_post_id=last_post)],
        update_conflicts=True,
        unique_fields=["user", "discussion"],
        update_fields=["last_post"],
    )


@transaction.atomic
def close_discussion(*, discussion: Discussion, by: User) -> Discussion:
    """Let nobody write in the discussion any more."""
    try:
        locked = lock_open(discussion)
    except DiscussionClosed:
        return discussion
    locked.closed_at, locked.closed_by = timezone.now(), by
    return _save_closing(locked, by, "closed")


@transaction.atomic
def reopen_discussion(*, discussion: Discussion, by: User) -> Discussion:
    """Let people write in the discussion again."""
    locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
    if locked.closed_at is None:
        return locked
    locked.closed_at, locked.closed_by = None, None
    return _save_closing(locked, by, "reopened")


def _save_closing(locked: Discussion, by: User, what: str) -> Discussion:
    locked.save(update_fields=["closed_at", "closed_by"])
    record(
        actor=by,
        action=f"scheduling.discussion_{what}",
        subject=locked,
        before={"closed": what != "closed"},
        after={"closed": what == "closed"},
    )
    return locked
