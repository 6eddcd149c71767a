"""Reminding editors of pages that nobody has looked at for a year."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from cms.models import CheckReminder
from cms.queries.care import YEAR, pages_due
from people.models import User
from people.queries import content_editors


@transaction.atomic
def remind_of_pages_due(*, today: dt.date | None = None) -> int:
    """Write to every content editor which pages are due; return how many were named.

    A page is named once a year, however often this runs; where nothing new is due, nobody is told.
    The mail and the note that it was sent are kept or lost together.
    """
    today = today or timezone.localdate()
    recently = CheckReminder.objects.filter(reminded_on__gt=today - YEAR)
    pages = list(pages_due(today).exclude(pk__in=recently.values("page")))
    editors = [editor for editor in content_editors() if editor.email]
    if not pages or not editors:
        return 0
    for page in pages:
        CheckReminder.objects.update_or_create(page=page, defaults={"reminded_on": today})
    get_connection().send_messages([_letter(editor, pages) for editor in editors])
    return len(pages)


def _letter(editor: User, pages: list[Page]) -> EmailMessage:
    with override(editor.preferred_language or settings.LANGUAGE_CODE):
        report = f"{settings.SITE_BASE_URL}{reverse('pages_due')}"
        lines = [
            _("%(title)s: last checked or published %(date)s")
            % {
                "title": page.title,
                "date": formats.date_format(page.known_on, "SHORT_DATE_FORMAT"),
            }
            for page in pages
        ]
        paragraphs = [
            _("Hello,"),
            _(
                "These pages, or tool cards in them, were last checked more than a year ago. Read them, mend what is out of date and enter the day under “Checked on”."
            ),
            "\n".join(lines),
            _("All pages to check: %(address)s") % {"address": report},
        ]
        subject = _("Pages to check: %(number)s") % {"number": len(pages)}
    return EmailMessage(subject=subject, body="\n\n".join(paragraphs), to=[editor.email])
