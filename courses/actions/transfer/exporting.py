"""Letting a programme out as a file."""

from typing import IO

from django.utils import timezone

from courses.exports import Exported, write_programme
from courses.models import Programme
from people.actions import audit
from people.models import User


def export_programme(
    *, programme: Programme, out: IO[bytes], drafts: bool = False, by: User | None
) -> Exported:
    """Write the programme into an open file and note who took it; raises TransferRefused.

    The writing takes time and holds no lock; the note is one row.
    """
    exported = write_programme(programme, out, drafts=drafts, made_at=timezone.now())
    audit.record(
        actor=by,
        action="courses.programme_exported",
        subject=programme,
        after={
            "code": programme.code,
            "version": programme.version,
            "drafts": drafts,
            "pages": exported.pages,
            "content_sha256": exported.content_sha256,
        },
    )
    return exported
