"""Saying that a page is translated up to a revision of its source."""

from django.db import transaction
from wagtail.models import Page, Revision

from cms.models import TranslationCheck
from people.actions.audit import record
from people.models import User


class NotItsSource(Exception):
    """There is no such revision of the page that this page translates."""


@transaction.atomic
def mark_up_to_date(
    *, translation: Page, source_revision: Revision | None, by: User
) -> TranslationCheck:
    """Record that the translation follows the source as it stands in this revision.

    Raises NotItsSource and records nothing.
    """
    if source_revision is None:
        raise NotItsSource
    source = Page.objects.filter(
        pk=source_revision.object_id, translation_key=translation.translation_key
    )
    if not source.exclude(pk=translation.pk).exists():
        raise NotItsSource
    check, _created = TranslationCheck.objects.update_or_create(
        page=translation, defaults={"source_revision": source_revision, "marked_by": by}
    )
    record(
        actor=by,
        action="cms.translation_marked",
        subject=check,
        after={"page": translation.pk, "source_revision": source_revision.pk},
    )
    return check
