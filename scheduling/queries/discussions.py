"""Discussions as their readers find them: lists with what is new, pages of posts, what waits."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from courses.models import Module
from courses.queries import Part, find_progress, module_page_of, module_titles, reading_of
from people.models import User
from people.rules import is_programme_manager, is_trainer
from scheduling.models import Discussion, DiscussionReading, Enrolment, Post, TrainingGroup
from scheduling.rules import teaches_group

_SHOWN = Q(posts__hidden_at=None, posts__withdrawn_at=None)


@dataclass(frozen=True)
class DiscussionRow:
    """A discussion in a list: what it is about, how much was written, how much is new."""

    discussion: Discussion
    title: str
    first: Post
    posts: int
    unread: int
    last_at: dt.datetime | None
    waiting_since: dt.datetime | None = None


@dataclass(frozen=True)
class PostView:
    """A post as one reader sees it."""

    post: Post
    is_mine: bool
    shows_text: bool
    may_edit: bool
    may_withdraw: bool
    earlier: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ModuleDiscussions:
    """Where a person of a group asks about a module, and how much is discussed at each part."""

    group_id: int
    code: str
    counts: dict[str, int]


def role_in(group: TrainingGroup, user: User) -> Post.Role:
    """Return what the user is to the group when writing."""
    if is_trainer(user) and teaches_group(user, group):
        return Post.Role.TRAINER
    return Post.Role.MANAGER if is_programme_manager(user) else Post.Role.PARTICIPANT


def discussions_of(
    group: TrainingGroup, user: User, *, module: Module | None = None, part: str = ""
) -> QuerySet[Discussion]:
    """Return what the user may read of the group, the last written in first.

    The part may be named by the beginning of its id, as the module's page does.
    """
    found = Discussion.objects.visible_to(user).filter(group=group)
    if module is not None:
        found = found.filter(module=module)
    if part:
        found = found.filter(part_id__startswith=part)
    counted = _counted(found, user).select_related("group", "module")
    return counted.order_by(F("last_at").desc(nulls_last=True), "-pk")


def unanswered_for(trainer: User) -> QuerySet[Discussion]:
    """Return discussions of the trainer's groups that wait, the longest waiting first.

    One waits while it is open and the last post that is shown is a participant's; since when is
    the first such post that neither trainer nor manager has answered.
    """
    staff_later = (
        Post.objects.shown()
        .exclude(role=Post.Role.PARTICIPANT)
        .filter(discussion=OuterRef("discussion"), pk__gt=OuterRef("pk"))
    )
    unanswered = (
        Post.objects.shown()
        .filter(~Exists(staff_later), discussion=OuterRef("pk"), role=Post.Role.PARTICIPANT)
        .order_by("pk")
        .values("posted_at")
    )
    groups = TrainingGroup.objects.filter(trainers=trainer.person_id)
    found = (
        Discussion.objects.filter(group__in=groups, closed_at=None)
        .annotate(waiting_since=Subquery(unanswered[:1]))
        .filter(waiting_since__isnull=False)
        .select_related("group", "module")
    )
    waiting = _counted(found, trainer)
    return waiting.order_by("waiting_since", "pk")  # type: ignore[misc]  # annotated above


def _counted(found: QuerySet[Discussion], user: User) -> QuerySet[Discussion]:
    """Annotate how much there is to read, how much of it is new, and when the last was written."""
    readings = DiscussionReading.objects.filter(user=user.pk, discussion=OuterRef("pk"))
    is_new = _SHOWN & ~Q(posts__author=user.pk) & Q(posts__pk__gt=F("read_up_to"))
    return found.annotate(
        read_up_to=Coalesce(
            Subquery(readings.values("last_post")[:1]), 0, output_field=BigIntegerField()
        ),
        shown_posts=Count("posts", filter=_SHOWN),
        unread=Count("posts", filter=is_new),
        last_at=Max("posts__posted_at", filter=_SHOWN),
        first_post=Min("posts__pk"),
    )


def discussion_rows(found: Iterable[Discussion]) -> list[DiscussionRow]:
    """Add to each its first post and the module's title; two statements."""
    rows: list[Any] = list(found)  # with what _counted has annotated
    firsts = Post.objects.select_related("author__person").in_bulk([r.first_post for r in rows])
    titles = module_titles(row.module_id for row in rows)
    return [
        DiscussionRow(
            discussion=row,
            title=titles.get(row.module_id, ""),
            first=firsts[row.first_post],
            posts=row.shown_posts,
            unread=row.unread,
            last_at=row.last_at,
            waiting_since=getattr(row, "waiting_since", None),
        )
        for row in rows
    ]


def unread_in(group: TrainingGroup, user: User) -> int:
    """Return how many posts of the group are new to the user; one query."""
    found = Discussion.objects.visible_to(user).filter(group=group)
    return sum(row.unread for row in _counted(found, user).order_by())  # type: ignore[attr-defined]  # annotated


def post_views(posts: Iterable[Post], user: User, *, moderates: bool) -> list[PostView]:
    """Return the posts as the user sees them."""
    views = []
    for post in posts:
        is_mine = post.author_id == user.pk
        is_open = post.discussion.closed_at is None
        is_withdrawn = post.withdrawn_at is not None
        views.append(
            PostView(
                post=post,
                is_mine=is_mine,
                shows_text=not is_withdrawn and (post.hidden_at is None or is_mine or moderates),
                may_edit=is_mine and post.is_shown and is_open,
                may_withdraw=is_mine and not is_withdrawn,
                earlier=tuple(post.earlier.all()) if moderates and not is_withdrawn else (),
            )
        )
    return views


def posts_of(discussion: Discussion, *, moderates: bool) -> QuerySet[Post]:
    """Return all posts in order, with their authors; earlier wordings only for moderators."""
    posts = discussion.posts.select_related("author__person", "hidden_by__person", "discussion")
    return posts.prefetch_related("earlier") if moderates else posts


def read_up_to(discussion: Discussion, user: User) -> int:
    """Return the id of the last post the user has read, 0 before the first."""
    found = DiscussionReading.objects.filter(discussion=discussion, user=user)
    return found.values_list("last_post", flat=True).first() or 0


def parts_to_discuss(module: Module, person_id: int | None) -> tuple[Part, ...]:
    """Return the parts of the version the person reads; none while the module has no page."""
    page = module_page_of(module)
    if page is None:
        return ()
    return reading_of(page, find_progress(person_id, module.pk)).parts


def discussions_at_parts(module: Module, user: User) -> ModuleDiscussions | None:
    """Return what the user's own group discusses, by part; None without a place. One query.

    Of several groups it is the one of the newest cohort.
    """
    if user.person_id is None:
        return None
    mine = Q(discussions__module=module.pk) & (
        Q(discussions__kind=Discussion.Kind.OPEN) | Q(discussions__started_by=user.pk)
    )
    rows = list(
        TrainingGroup.objects.filter(
            cohort__programme=module.programme_id,
            enrolments__in=Enrolment.objects.seated().filter(person=user.person_id),
        )
        .annotate(there=FilteredRelation("discussions", condition=mine))
        .order_by("-cohort_id", "pk", "there__part_id")
        .values("pk", "there__part_id")
        .annotate(n=Count("there", distinct=True))
    )
    if not rows:
        return None
    group = rows[0]["pk"]
    counts = {row["there__part_id"]: row["n"] for row in rows if row["pk"] == group}
    return ModuleDiscussions(group, module.code, counts)
