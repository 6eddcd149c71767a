"""Following discussions, choosing how often to be told, and stopping it from a letter."""

from django.core import signing
from django.db import transaction

from people.models import User
from scheduling.models import Discussion, DiscussionLetters, Following, Post, PostToTell
from scheduling.queries.following import followers_of

_SALT = "scheduling.discussion_letters"


def remember_to_tell(post: Post) -> None:
    """Note whom to tell of a new post: all who follow its discussion but its author."""
    followers = followers_of(post.discussion) - {post.author_id}
    never = DiscussionLetters.objects.filter(
        user__in=followers, rhythm=DiscussionLetters.Rhythm.NEVER
    )
    followers -= set(never.values_list("user", flat=True))
    PostToTell.objects.bulk_create(
        PostToTell(user_id=user, post=post) for user in sorted(followers)
    )


@transaction.atomic
def follow_discussion(*, discussion: Discussion, is_wanted: bool, by: User) -> None:
    """Want letters about the discussion, or no longer; what was still to be told is not told."""
    Following.objects.update_or_create(
        user=by,
        discussion=discussion,
        defaults={
            "group_id": discussion.group_id,
            "module_id": discussion.module_id,
            "is_wanted": is_wanted,
        },
    )
    if not is_wanted:
        PostToTell.objects.filter(user=by, post__discussion=discussion).delete()


@transaction.atomic
def follow_module(*, place: Discussion, is_wanted: bool, by: User) -> None:
    """Want letters about everything the group writes of the module, or no longer."""
    Following.objects.update_or_create(
        user=by,
        group=place.group,
        module=place.module,
        discussion=None,
        defaults={"is_wanted": is_wanted},
    )
    if not is_wanted:
        kept = Following.objects.filter(user=by, is_wanted=True, discussion__isnull=False)
        to_tell = PostToTell.objects.filter(
            user=by, post__discussion__group=place.group, post__discussion__module=place.module
        )
        to_tell.exclude(post__discussion__in=kept.values("discussion")).delete()


@transaction.atomic
def choose_rhythm(*, rhythm: str, by: User) -> DiscussionLetters:
    """Choose how often letters come; with "never", what was still to be told is not told."""
    letters, _made = DiscussionLetters.objects.update_or_create(
        user=by, defaults={"rhythm": rhythm}
    )
    if rhythm == DiscussionLetters.Rhythm.NEVER:
        PostToTell.objects.filter(user=by).delete()
    return letters


def stop_token(user_id: int, discussion_id: int | None = None) -> str:
    """Return what a letter carries so that its reader stops letters without signing in.

    With a discussion, letters about it; without, all letters about discussions.
    """
    return signing.Signer(salt=_SALT).sign(f"{user_id}.{discussion_id or 0}")


def read_token(token: str) -> tuple[User, Discussion | None] | None:
    """Return whose letters the token stops, and of which discussion; None if it is not ours."""
    try:
        user_id, discussion_id = map(int, signing.Signer(salt=_SALT).unsign(token).split("."))
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=user_id).first()
    discussion = Discussion.objects.select_related("group", "module").filter(pk=discussion_id)
    found = discussion.first()
    if user is None or (discussion_id and found is None):
        return None
    return user, found


def stop_letters(*, user: User, discussion: Discussion | None) -> None:
    """Stop letters about the discussion, or all of them; doing it again changes nothing."""
    if discussion is None:
        choose_rhythm(rhythm=DiscussionLetters.Rhythm.NEVER, by=user)
    else:
        follow_discussion(discussion=discussion, is_wanted=False, by=user)
