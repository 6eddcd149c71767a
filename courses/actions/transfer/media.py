"""The media of an archive: what is here already is used, the rest is checked and stored."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.images import get_image_dimensions
from django.core.files.storage import Storage
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.utils.file import hash_filelike

from cms.models import LicensedDocument, LicensedImage
from cms.validators import check_document, check_image
from courses.queries.portable import MEDIUM, RecordWrong, checked_record
from courses.validators import Archive, Problem
from people.models import User

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


@dataclass(frozen=True)
class _Checked:
    """A medium found good, and what its row holds."""

    kind: str
    name: str
    values: dict[str, Any]


class Media:
    """Brings the archive's media here; remembers which row each became."""

    def __init__(self, archive: Archive, *, by: User | None, store: bool) -> None:
        self.archive, self.by, self.store = archive, by, store
        self.checked: dict[str, _Checked] = {}
        self.rows: dict[str, Any] = {}
        self.brought: list[ImportedMedium] = []
        self.problems: list[Problem] = []
        self.stored: list[tuple[Storage, str]] = []

    def check(self) -> None:
        """Look at every medium, which takes time and needs no lock; what is wrong is kept."""
        listed = self.archive.records["media.json"]
        if not isinstance(listed, dict) or set(listed) != set(self.archive.media):
            sentence = _("The list of media does not name the files in the archive.")
            self.problems.append(Problem("media.json", sentence))
            return
        for sha256 in sorted(listed):
            member = self.archive.media[sha256]
            try:
                self.checked[sha256] = self._checked(sha256, listed[sha256])
            except RecordWrong as wrong:
                self.problems.append(Problem(f"{member}: {wrong.field}", wrong.sentence))
            except ValidationError as wrong:
                self.problems += [Problem(member, sentence) for sentence in wrong.messages]

    def bring(self) -> None:
        """Find or make a row for each medium."""
        for sha256, one in self.checked.items():
            row = _here_already(_KINDS[one.kind], sha256, one.values)
            is_new = row is None
            if row is None:
                row = self._make(sha256, one)
            self.rows[sha256] = row
            size = one.values["file_size"]
            self.brought.append(ImportedMedium(one.kind, str(row), one.name, size, is_new))

    def discard(self) -> None:
        """Delete the files that were stored, after the rows that name them are gone."""
        for storage, name in self.stored:
            storage.delete(name)

    def row(self, kind: str, reference: Any) -> Any:
        """Return the row that a reference means, or nothing."""
        if not isinstance(reference, str) or not reference.startswith("media:"):
            return None
        sha256 = reference.removeprefix("media:")
        one = self.checked.get(sha256)
        return self.rows.get(sha256) if one and one.kind == kind else None

    def _checked(self, sha256: str, raw: Any) -> _Checked:
        kind = raw.get("kind") if isinstance(raw, dict) else None
        if kind not in _KINDS:
            raise RecordWrong("kind", _("This is not what is stored here."))
        values = checked_record(raw, MEDIUM[kind], beside=("kind", "file_name"))
        name = raw["file_name"]
        ending = self.archive.media[sha256].rpartition(".")[2]
        if not isinstance(name, str) or name.rpartition(".")[2].lower() != ending:
            raise RecordWrong("file_name", _("This is not what is stored here."))
        _KINDS[kind](**values).clean_fields(exclude=_NOT_CHECKED)
        with self.archive.medium(sha256) as file:
            found = _CHECKS[kind](File(file, name=name))
            values |= {"file_size": found.size, "file_hash": hash_filelike(file)}
            if kind == "image":
                values["width"], values["height"] = get_image_dimensions(file)
        return _Checked(kind, found.name, values)

    def _make(self, sha256: str, one: _Checked) -> Any:
        """Store the row and the bytes; a preview makes the row alone, which is rolled back."""
        # A name given from the start is believed; given later, Django opens the file to measure it.
        name = "" if self.store else one.name
        row = _KINDS[one.kind](**one.values, file=name, uploaded_by_user=self.by)
        if self.store:
            with self.archive.medium(sha256) as file:
                row.file.save(one.name, File(file), save=False)
            self.stored.append((row.file.storage, row.file.name))
        row.save()
        return row


def _here_already(model: Any, sha256: str, values: dict[str, Any]) -> Any:
    """Return the row whose bytes are these; Wagtail keeps another checksum, which finds it fast."""
    unhashed = Q(file_hash="") & (Q(file_size=values["file_size"]) | Q(file_size=None))
    alike = model.objects.filter(Q(file_hash=values["file_hash"]) | unhashed)
    for row in alike.order_by("pk"):
        with _opened(row) as file:
            if file is not None and hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                return row
    return None


@contextmanager
def _opened(row: Any) -> Iterator[Any]:
    try:
        file = row.file.open("rb")
    except OSError:  # its file is gone from the storage
        yield None
        return
    with file:
        yield file
