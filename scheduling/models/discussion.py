"""What a group says and asks about a module: discussions, their posts, who reads and follows them."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.rules import is_programme_manager, is_trainer
from scheduling.models.enrolment import Enrolment
from scheduling.models.group import TrainingGroup

LONGEST_POST = 4000
LONGEST_REASON = 300


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Discussions, narrowed by who reads."""

    def visible_to(self, user: Any) -> Self:
        """Keep what the user may read: a manager all, others what is of their groups.

        A private question is for who asked it, the trainers of the group and managers.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if is_programme_manager(user):
            return self
        if user.person_id is None:
            return self.none()
        places = Enrolment.objects.seated().filter(person=user.person_id).values("group")
        allowed = Q(group__in=places) & (Q(kind=Discussion.Kind.OPEN) | Q(started_by=user.pk))
        if is_trainer(user):
            allowed |= Q(group__in=TrainingGroup.objects.filter(trainers=user.person_id))
        return self.filter(allowed)


class Discussion(models.Model):
    """One row is a discussion of a group about a module, or somebody's question to its trainers.

    It may be about one part; the title of the part is kept as it was. The row is the lock for
    adding posts. Accounts write, not persons: managers may have no person, and whoever becomes
    of two records of one person, the account goes on.

    Personal data: who began it.
    """

    # No usage page of Wagtail's admin may lead to a private question.
    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        OPEN = "open", _("Open discussion")
        QUESTION = "question", _("Question to the trainers")

    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.PROTECT,
        related_name="discussions",
        verbose_name=_("training group"),
    )
    module = models.ForeignKey(
        "courses.Module",
        on_delete=models.PROTECT,
        related_name="discussions",
        verbose_name=_("training module"),
    )
    part_id = models.CharField(_("part"), max_length=40, blank=True)
    part_title = models.CharField(_("title of the part"), max_length=255, blank=True)
    language = models.CharField(_("language of the title"), max_length=2, default="lv")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    started_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        related_name="discussions",
        verbose_name=_("begun by"),
    )
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    closed_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["group", "module"], name="discussions_of_a_group")]
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["open", "question"]), name="discussion_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(part_id="", part_title="") | (~Q(part_id="") & ~Q(part_title="")),
                name="discussed_part_has_a_title",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="discussion_is_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.module_id} {self.kind}"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, narrowed by state."""

    def shown(self) -> Self:
        return self.filter(hidden_at=None, withdrawn_at=None)


class Post(models.Model):
    """One row is what somebody wrote in a discussion. It is never deleted.

    A withdrawn post is taken back by its author: nobody sees the words any more. A hidden one was
    taken away by a trainer or manager; its author reads why. The role is what the author was to
    the group when writing, so that an answer stays an answer when the trainer moves on. The
    language is that of the page it was typed on, the best guess for whoever has it read aloud.

    Personal data: author, and whatever the words say.
    """

    wagtail_reference_index_ignore = True

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        TRAINER = "trainer", _("trainer")
        MANAGER = "manager", _("programme manager")

    discussion = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, related_name="posts", verbose_name=_("discussion")
    )
    author = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("author"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    text = models.CharField(_("text"), max_length=LONGEST_POST)
    language = models.CharField(_("language of the page"), max_length=2, default="lv")
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form it was typed in
    posted_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hidden by"),
    )
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["author", "posted_at"], name="posts_of_one_author")]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["author", "nonce"], name="one_post_per_form"),
            models.CheckConstraint(
                condition=Q(role__in=["participant", "trainer", "manager"]),
                name="post_role_is_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="post_has_words"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="hidden_post_has_reason_and_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion_id}/{self.pk}"

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None


class EarlierWording(models.Model):
    """One row keeps the words of a post as they stood before an edit. Trainers and managers see it.

    Personal data: what the author of the post wrote.
    """

    wagtail_reference_index_ignore = True

    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="earlier", verbose_name=_("post")
    )
    text = models.CharField(_("text"), max_length=LONGEST_POST)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("earlier wording of a post")
        verbose_name_plural = _("earlier wordings of posts")

    def __str__(self) -> str:
        return f"{self.post_id}/{self.pk}"


class DiscussionReading(models.Model):
    """One row says up to which post somebody has read a discussion.

    Personal data: who has read what.
    """

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        related_name="discussions_read",
        verbose_name=_("account"),
    )
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="readings", verbose_name=_("discussion")
    )
    last_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("last post read")
    )

    class Meta:
        verbose_name = _("reading of a discussion")
        verbose_name_plural = _("readings of discussions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "discussion"], name="one_reading_per_account_and_discussion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.discussion_id}"
