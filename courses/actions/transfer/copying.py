"""Copying a programme into a new one: written and read as if it travelled, media stay where they are."""

from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.utils import timezone

from courses.actions.transfer.importing import ImportReport, import_programme
from courses.exports import write_programme
from courses.models import Programme
from courses.validators import open_archive
from people.models import User

_IN_MEMORY = 32 * 1024 * 1024
_ANY_SIZE = 1 << 60  # it is ours, and never leaves


def copy_programme(
    *, programme: Programme, code: str, version: int, drafts: bool = False, by: User | None
) -> ImportReport:
    """Make the programme anew under another code or version; raises TransferRefused.

    Days, modules, rules and prerequisites, pages as drafts; no groups, people or results. With
    drafts, the texts are those editors last saved, otherwise the published ones.
    """
    with SpooledTemporaryFile(_IN_MEMORY) as whole:
        file = cast(IO[bytes], whole)
        write_programme(programme, file, drafts=drafts, made_at=timezone.now())
        with open_archive(file, max_bytes=_ANY_SIZE) as archive:
            return import_programme(
                archive=archive, code=code, version=version, copy_of=programme, by=by
            )
