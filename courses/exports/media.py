"""The media of a programme in its archive, each once, named by the checksum of its bytes."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.models import LicensedDocument, LicensedImage
from courses.queries.portable import MEDIUM, record_of
from courses.validators import Problem, TransferRefused

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
Medium = tuple[str, int]  # "image" or "document", and its key here


class Files:
    """The media of a programme, each once, by the checksum of its bytes."""

    def __init__(self, wanted: Iterable[Medium]) -> None:
        keys: dict[str, set[int]] = {"image": set(), "document": set()}
        for kind, key in wanted:
            keys[kind].add(key)
        self.by_key: dict[Medium, str] = {}
        self.rows: dict[str, Any] = {}
        self.records: dict[str, dict[str, Any]] = {}
        for kind, model in (("image", LicensedImage), ("document", LicensedDocument)):
            for row in model.objects.filter(pk__in=keys[kind]).order_by("pk"):
                sha256 = _hash(row)
                self.by_key[kind, row.pk] = sha256
                if sha256 not in self.rows:
                    self.rows[sha256] = row
                    self.records[sha256] = record_of(row, MEDIUM[kind]) | {
                        "kind": kind,
                        "file_name": str(row.filename),
                    }

    def reference(self, kind: str, key: Any) -> str | None:
        """Return what the medium is called in the file; None for one that is gone."""
        sha256 = self.by_key.get((kind, key))
        return f"media:{sha256}" if sha256 else None

    def member(self, sha256: str) -> str:
        return f"media/{sha256}.{self.records[sha256]['file_name'].rpartition('.')[2].lower()}"

    def copy(self, sha256: str, archive: zipfile.ZipFile) -> None:
        """Write the bytes as they are: pictures and recordings are packed already."""
        row = self.rows[sha256]
        member = member_of(self.member(sha256), zipfile.ZIP_STORED)
        with row.file.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)


def _hash(row: Any) -> str:
    try:
        with row.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise TransferRefused(
            Problem(str(row), _("The file of this medium is missing in the storage."))
        ) from fault


def member_of(name: str, method: int) -> zipfile.ZipInfo:
    """Return a member that says nothing of when, by whom or on what it was written."""
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = method
    member.create_system, member.external_attr = 3, _READABLE
    return member
