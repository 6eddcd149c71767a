"""Who wants letters about which discussions, how often, and what still has to be told."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.discussion import Discussion, Post
from scheduling.models.group import TrainingGroup


class Following(models.Model):
    """One row is what an account said about letters: of one discussion, or of a group's module.

    The discussion's row outweighs the module's; without either, trainers are told of questions.

    Personal data: who follows what.
    """

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        related_name="followings",
        verbose_name=_("account"),
    )
    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.CASCADE,
        related_name="followings",
        verbose_name=_("training group"),
    )
    module = models.ForeignKey(
        "courses.Module",
        on_delete=models.CASCADE,
        related_name="followings",
        verbose_name=_("training module"),
    )
    discussion = models.ForeignKey(
        Discussion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followings",
        verbose_name=_("discussion"),
    )
    is_wanted = models.BooleanField(_("letters are wanted"))

    class Meta:
        verbose_name = _("following of discussions")
        verbose_name_plural = _("followings of discussions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "discussion"],
                condition=Q(discussion__isnull=False),
                name="one_following_per_account_and_discussion",
            ),
            models.UniqueConstraint(
                fields=["user", "group", "module"],
                condition=Q(discussion=None),
                name="one_following_per_account_and_module",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.group_id} {self.module_id} {self.discussion_id or ''}"


class DiscussionLetters(models.Model):
    """One row says how often an account is written to; it is the lock for writing to it.

    Personal data: the choice, and when the last letter was written.
    """

    wagtail_reference_index_ignore = True

    class Rhythm(models.TextChoices):
        SOON = "soon", _("Soon: at most one letter in 15 minutes")
        DAILY = "daily", _("Once a day, in the morning")
        NEVER = "never", _("No letters")

    user = models.OneToOneField(
        "people.User",
        on_delete=models.CASCADE,
        related_name="discussion_letters",
        verbose_name=_("account"),
    )
    rhythm = models.CharField(
        _("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.SOON
    )
    last_at = models.DateTimeField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("letters about discussions")
        verbose_name_plural = _("letters about discussions")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=["soon", "daily", "never"]), name="letter_rhythm_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.rhythm}"


class PostToTellQuerySet(models.QuerySet["PostToTell"]):
    """What still has to be told, narrowed by what may be."""

    def still_shown(self) -> Self:
        return self.filter(post__hidden_at=None, post__withdrawn_at=None)


class PostToTell(models.Model):
    """One row is a post that an account has not been written to about yet.

    It is made with the post and deleted with the letter, each in the same transaction: what is
    repeated or killed half-way tells nobody twice.

    Personal data: who is to be told.
    """

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        related_name="posts_to_tell",
        verbose_name=_("account"),
    )
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="to_tell", verbose_name=_("post")
    )

    objects = PostToTellQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("post to tell of")
        verbose_name_plural = _("posts to tell of")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post"], name="one_telling_per_account_and_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.post_id}"
