"""Who may read, write and moderate the discussions of a group."""

import rules

from people.models import User
from people.rules import add_own_perm, has_person, is_programme_manager, is_trainer
from scheduling.models import (
    Discussion,
    Post,
)
from scheduling.rules.groups import has_seat_in_group, teaches_group


@rules.predicate
def reads_discussion(user: User, discussion: Discussion | None) -> bool:
    """Whether the discussion is among those the user may read."""
    if discussion is None:
        return False
    return Discussion.objects.visible_to(user).filter(pk=discussion.pk).exists()


@rules.predicate
def teaches_discussion(user: User, discussion: Discussion | None) -> bool:
    """Whether the user's person is a trainer of the group that discusses."""
    return discussion is not None and bool(teaches_group(user, discussion.group))


@rules.predicate
def has_seat_in_discussion(user: User, discussion: Discussion | None) -> bool:
    """Whether the user's person has a place in the group that discusses."""
    return discussion is not None and bool(has_seat_in_group(user, discussion.group))


@rules.predicate
def wrote_post(user: User, post: Post | None) -> bool:
    """Whether the post is the user's own, in a discussion that they still may read."""
    if post is None or post.author_id != user.pk:
        return False
    return bool(reads_discussion(user, post.discussion))


@rules.predicate
def teaches_post(user: User, post: Post | None) -> bool:
    """Whether the post stands in a discussion of a group the user's person teaches."""
    return post is not None and bool(teaches_group(user, post.discussion.group))


# Discussions are the group's own: its people, its trainers, the managers; no auditors, no leads.
_leads_group = is_programme_manager | (is_trainer & teaches_group)
_leads_discussion = is_programme_manager | (is_trainer & teaches_discussion)
rules.add_perm("scheduling.see_discussions", _leads_group | has_seat_in_group)
rules.add_perm("scheduling.start_discussion", _leads_discussion | has_seat_in_discussion)
add_own_perm("scheduling.see_discussion", reads_discussion)
rules.add_perm("scheduling.moderate_discussion", _leads_discussion)
add_own_perm("scheduling.edit_post", wrote_post)
rules.add_perm("scheduling.moderate_post", is_programme_manager | (is_trainer & teaches_post))
add_own_perm("scheduling.list_unanswered", is_trainer & has_person)
