"""What people take away from their learning as files."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.queries import ListedNote


def notes_as_text(listed: Iterable[ListedNote]) -> bytes:
    """Return the notes and bookmarks as plain text in UTF-8, in the order given."""
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    lines, module_id = [_("My notes and bookmarks"), today], 0
    for one in listed:
        if one.note.module_id != module_id:
            module_id = one.note.module_id
            heading = " ".join(dict.fromkeys((one.module.code, one.module_title)))
            lines += ["", "", heading, "=" * len(heading)]
        lines += ["", f"{one.title} [{_('Bookmark')}]" if one.note.is_bookmarked else one.title]
        lines += [one.note.text] if one.note.text else []
    return "\n".join([*lines, ""]).encode()
