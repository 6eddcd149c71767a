"""Who is to be told of what is written in a discussion."""

from people.models import User
from people.rules import is_trainer
from scheduling.models import Discussion, Following
from scheduling.rules import teaches_group


def follows(discussion: Discussion, user: User) -> bool:
    """Say whether letters about the discussion go to the user."""
    rows = Following.objects.filter(user=user, group=discussion.group_id)
    said = {
        row.discussion_id: row.is_wanted
        for row in rows.filter(module=discussion.module_id)
        if row.discussion_id in {None, discussion.pk}
    }
    for scope in (discussion.pk, None):
        if scope in said:
            return said[scope]
    return _is_asked(discussion) and is_trainer(user) and teaches_group(user, discussion.group)


def follows_module(place: Discussion, user: User) -> bool:
    """Say whether letters about everything written of the group's module go to the user."""
    rows = Following.objects.filter(user=user, group=place.group_id, module=place.module_id)
    return rows.filter(discussion=None, is_wanted=True).exists()


def followers_of(discussion: Discussion) -> set[int]:
    """Return the accounts that want to be told; two statements.

    Who of them may read the discussion is asked when the letter is written.
    """
    rows = Following.objects.filter(group=discussion.group_id, module=discussion.module_id)
    by_scope: dict[int | None, dict[int, bool]] = {None: {}, discussion.pk: {}}
    for row in rows:
        if row.discussion_id in by_scope:
            by_scope[row.discussion_id][row.user_id] = row.is_wanted
    said = by_scope[None] | by_scope[discussion.pk]
    if _is_asked(discussion):
        trainers = User.objects.filter(person__training_groups=discussion.group_id)
        said = dict.fromkeys(trainers.values_list("pk", flat=True), True) | said
    return {user for user, is_wanted in said.items() if is_wanted}


def _is_asked(discussion: Discussion) -> bool:
    return discussion.kind == Discussion.Kind.QUESTION
