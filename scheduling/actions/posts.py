"""What becomes of a post: edited or withdrawn by its author, hidden and shown by moderators."""

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.actions.discussions import HOUR, lock_open, refuse_too_many
from scheduling.models import EarlierWording, Post


class PostTakenAway(Exception):
    """The post was withdrawn or hidden; its words do not change."""


def _lock_post(post: Post) -> Post:
    return Post.objects.select_for_update().get(pk=post.pk)


@transaction.atomic
def edit_post(*, post: Post, text: str, by: User) -> Post:
    """Change the words of a post and keep what they were.

    Raises DiscussionClosed, PostTakenAway or, since every wording is kept, TooManyPosts.
    """
    lock_open(post.discussion)
    locked = _lock_post(post)
    if not locked.is_shown:
        raise PostTakenAway
    if locked.text == text:
        return locked
    _count_edits(by)
    EarlierWording.objects.create(post=locked, text=locked.text)
    locked.text, locked.edited_at = text, timezone.now()
    locked.save(update_fields=["text", "edited_at"])
    record(actor=by, action="scheduling.post_edited", subject=locked)
    return locked


@transaction.atomic
def withdraw_post(*, post: Post, by: User) -> Post:
    """Take one's own post back: nobody sees the words any more, the row stays."""
    locked = _lock_post(post)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        record(actor=by, action="scheduling.post_withdrawn", subject=locked)
    return locked


@transaction.atomic
def hide_post(*, post: Post, reason: str, by: User) -> Post:
    """Take a post away from everybody but its author, who reads the reason, and moderators.

    Raises PostTakenAway if its author was first.
    """
    locked = _lock_post(post)
    if locked.withdrawn_at is not None:
        raise PostTakenAway
    if locked.hidden_at is not None:
        return locked
    locked.hidden_by, locked.hidden_at, locked.hidden_reason = by, timezone.now(), reason
    locked.save(update_fields=["hidden_by", "hidden_at", "hidden_reason"])
    record(
        actor=by,
        action="scheduling.post_hidden",
        subject=locked,
        before={"hidden": False},
        after={"hidden": True},
        reason=reason,
    )
    return locked


@transaction.atomic
def unhide_post(*, post: Post, by: User) -> Post:
    """Show a hidden post again."""
    locked = _lock_post(post)
    if locked.hidden_at is None:
        return locked
    reason = locked.hidden_reason
    locked.hidden_by, locked.hidden_at, locked.hidden_reason = None, None, ""
    locked.save(update_fields=["hidden_by", "hidden_at", "hidden_reason"])
    record(
        actor=by,
        action="scheduling.post_unhidden",
        subject=locked,
        before={"hidden": True, "reason": reason},
        after={"hidden": False},
    )
    return locked


def _count_edits(by: User) -> None:
    edits = EarlierWording.objects.filter(post__author=by, until__gt=timezone.now() - HOUR)
    refuse_too_many(edits.order_by("-until").values_list("until", flat=True))
