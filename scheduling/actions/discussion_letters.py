"""Letters about new posts: bundled, in the reader's language, without what was written.

Several people may share a mailbox, so names and words stay behind the sign-in, as they do in the
letters about assignments.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from people.models import User
from scheduling.actions.following import stop_token
from scheduling.models import Discussion, DiscussionLetters, DiscussionReading, PostToTell

BUNDLED = dt.timedelta(minutes=15)
MORNING = 7  # the hour from which the daily letter leaves


def write_discussion_letters() -> int:
    """Write to everybody who is to be told and whose time has come; return to how many.

    Each letter is a transaction of its own with what it tells of: safe to repeat and to kill.
    """
    rows = PostToTell.objects.order_by("user").values_list(
        "user", "user__discussion_letters__rhythm", "user__discussion_letters__last_at"
    )
    now = timezone.now()
    due = [user for user, rhythm, last_at in rows.distinct() if _is_due(rhythm, last_at, now)]
    return sum(_write_to(user_id) for user_id in due)


@transaction.atomic
def _write_to(user_id: int) -> bool:
    DiscussionLetters.objects.get_or_create(user_id=user_id)
    letters = DiscussionLetters.objects.select_for_update().get(user=user_id)
    if not _is_due(letters.rhythm, letters.last_at, timezone.now()):
        return False
    to_tell = PostToTell.objects.filter(user=user_id)
    taken = list(to_tell.values_list("pk", flat=True))
    user = User.objects.select_related("person", "wagtail_userprofile").get(pk=user_id)
    is_wanted = letters.rhythm != DiscussionLetters.Rhythm.NEVER
    message = _letter(user, _news(user, taken)) if is_wanted else None
    PostToTell.objects.filter(pk__in=taken).delete()
    if message is None:
        return False
    letters.last_at = timezone.now()
    letters.save(update_fields=["last_at"])
    message.send()
    return True


def _is_due(rhythm: str | None, last_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Say whether the next letter may leave, or what nobody wants be forgotten."""
    if rhythm == DiscussionLetters.Rhythm.DAILY:
        local = timezone.localtime(now)
        last = timezone.localtime(last_at).date() if last_at else dt.date.min
        return local.hour >= MORNING and last < local.date()
    return last_at is None or now - last_at >= BUNDLED


def _news(user: User, taken: Iterable[int]) -> list[tuple[Discussion, int]]:
    """Return each discussion the user may read with how many posts are shown and not yet read."""
    rows = PostToTell.objects.filter(pk__in=taken).still_shown()
    posts = list(rows.values_list("post__discussion", "post"))
    read = dict(DiscussionReading.objects.filter(user=user).values_list("discussion", "last_post"))
    counts = Counter(one for one, post in posts if post > read.get(one, 0))
    found = Discussion.objects.visible_to(user).filter(pk__in=list(counts))
    return [
        (one, counts[one.pk])
        for one in found.select_related("group", "module").order_by("group", "module", "pk")
    ]


def _letter(user: User, news: list[tuple[Discussion, int]]) -> EmailMessage | None:
    address = user.email or (user.person.email if user.person else "")
    if not news or not address or not user.is_active:
        return None
    with override(user.preferred_language or settings.LANGUAGE_CODE):
        total = sum(count for _discussion, count in news)
        counted = ngettext(
            "In your group's discussions there is %(n)d new post.",
            "In your group's discussions there are %(n)d new posts.",
            total,
        ) % {"n": total}
        stop = _address("stop_letters", stop_token(user.pk))
        body = [
            _("Good day."),
            _("Name, surname: %(person)s") % {"person": user.get_full_name()},
            counted,
            *(_about(user, discussion, count) for discussion, count in news),
            _("How often such letters come: %(address)s")
            % {"address": _address("discussion_letters")},
            _("Stop all letters about discussions: %(address)s") % {"address": stop},
        ]
        return EmailMessage(
            subject=_("New posts in the discussions of your group"),
            body="\n\n".join(body),
            to=[address],
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _about(user: User, discussion: Discussion, count: int) -> str:
    place = [discussion.group.name, discussion.module.code]
    if discussion.part_title:
        place.append(discussion.part_title)
    lines = [
        f"{discussion.get_kind_display()}: {', '.join(place)}",
        _("New posts: %(n)d") % {"n": count},
        _("Read and answer: %(address)s") % {"address": _address("discussion", discussion.pk)},
        _("No more letters about this discussion: %(address)s")
        % {"address": _address("stop_letters", stop_token(user.pk, discussion.pk))},
    ]
    return "\n".join(lines)


def _address(name: str, *arguments: int | str) -> str:
    return settings.SITE_BASE_URL + reverse(f"scheduling:{name}", args=arguments)
