"""The media of an archive: what is here already is used, the rest is checked and stored."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.images import get_image_dimensions
from django.core.files.storage import Storage
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.models import LicensedDocument, LicensedImage
from cms.validators import check_document, check_image
from courses.queries.portable import MEDIUM, RecordWrong, checked_record
from courses.validators import Archive, Problem
from people.models import User

_CHUNK = 256 * 1024
_KINDS: dict[str, Any] = {"image": LicensedImage, "document": LicensedDocument}
_CHECKS = {"image": check_image, "document": check_document}
# What a row takes from its file or from where it arrives, not from the archive.
_NOT_CHECKED = ("file", "width", "height", "collection", "uploaded_by_user")


@dataclass(frozen=True)
class ImportedMedium:
    """An image or document of the archive, and whether it was not here before."""

    kind: str
    title: str
    name: str
    size: int
    is_new: bool


class Media:
    """Brings the archive's media here; remembers which row each became."""

    def __init__(self, archive: Archive, *, by: User | None, store: bool) -> None:
        self.archive, self.by, self.store = archive, by, store
        self.rows: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}
        self.brought: list[ImportedMedium] = []
        self.problems: list[Problem] = []
        self.stored: list[tuple[Storage, str]] = []

    def bring(self) -> None:
        """Find or make a row for each medium; what is wrong is kept in problems."""
        listed = self.archive.records["media.json"]
        if not isinstance(listed, dict) or set(listed) != set(self.archive.media):
            self.problems.append(
                Problem(
                    "media.json", _("The list of media does not name the files in the archive.")
                )
            )
            return
        for sha256 in sorted(listed):
            member = self.archive.media[sha256]
            try:
                self._bring(sha256, listed[sha256])
            except RecordWrong as wrong:
                self.problems.append(Problem(f"{member}: {wrong.field}", wrong.sentence))
            except ValidationError as wrong:
                self.problems += [Problem(member, sentence) for sentence in wrong.messages]

    def discard(self) -> None:
        """Delete the files that were stored, after the rows that name them are gone."""
        for storage, name in self.stored:
            storage.delete(name)

    def row(self, kind: str, reference: Any) -> Any:
        """Return the row that a reference means, or nothing."""
        if not isinstance(reference, str) or not reference.startswith("media:"):
            return None
        sha256 = reference.removeprefix("media:")
        return self.rows.get(sha256) if self.kinds.get(sha256) == kind else None

    def _bring(self, sha256: str, raw: Any) -> None:
        kind = raw.get("kind") if isinstance(raw, dict) else None
        if kind not in _KINDS:
            raise RecordWrong("kind", _("This is not what is stored here."))
        fields = checked_record(raw, MEDIUM[kind], beside=("kind", "file_name"))
        name = raw["file_name"]
        ending = self.archive.media[sha256].rpartition(".")[2]
        if not isinstance(name, str) or name.rpartition(".")[2].lower() != ending:
            raise RecordWrong("file_name", _("This is not what is stored here."))
        _KINDS[kind](**fields).clean_fields(exclude=_NOT_CHECKED)
        with self.archive.medium(sha256) as file:
            checked = _CHECKS[kind](File(file, name=name))
            sha1 = _digest(file, "sha1")
            row = _here_already(_KINDS[kind], sha256, sha1, checked.size)
            is_new = row is None
            if row is None:
                values = fields | {"file_size": checked.size, "file_hash": sha1}
                row = self._make(kind, values, file, checked.name)
        self.rows[sha256], self.kinds[sha256] = row, kind
        self.brought.append(ImportedMedium(kind, str(row), checked.name, checked.size, is_new))

    def _make(self, kind: str, values: dict[str, Any], file: IO[bytes], name: str) -> Any:
        """Store the row and the bytes; a preview makes the row alone, which is rolled back."""
        if kind == "image":
            values["width"], values["height"] = get_image_dimensions(file)
            file.seek(0)
        # A name given from the start is believed; given later, Django opens the file to measure it.
        row = _KINDS[kind](**values, file="" if self.store else name, uploaded_by_user=self.by)
        if self.store:
            row.file.save(name, File(file), save=False)
            self.stored.append((row.file.storage, row.file.name))
        row.save()
        return row


def _here_already(model: Any, sha256: str, sha1: str, size: int) -> Any:
    """Return the row whose bytes are these; Wagtail keeps another checksum, which finds it fast."""
    unhashed = Q(file_hash="") & (Q(file_size=size) | Q(file_size=None))
    alike = model.objects.filter(Q(file_hash=sha1) | unhashed)
    for row in alike.order_by("pk"):
        with _opened(row) as file:
            if file is not None and _digest(file, "sha256") == sha256:
                return row
    return None


@contextmanager
def _opened(row: Any) -> Iterator[IO[bytes] | None]:
    try:
        file = row.file.open("rb")
    except OSError:  # its file is gone from the storage
        yield None
        return
    with file:
        yield file


def _digest(file: IO[bytes], name: str) -> str:
    digest = hashlib.new(name, usedforsecurity=False)
    while piece := file.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()
