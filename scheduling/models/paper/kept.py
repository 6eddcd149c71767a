"""Rows that are evidence: added, never changed, never deleted."""

from typing import Any, NoReturn
from uuid import uuid4

from django.db import models


class EvidenceIsKeptError(TypeError):
    """Somebody tried to change or delete what is kept as evidence."""


class KeptQuerySet(models.QuerySet[Any]):
    """Evidence in bulk: still neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise EvidenceIsKeptError

    def delete(self) -> NoReturn:
        raise EvidenceIsKeptError


class Kept(models.Model):
    """What the rows of evidence have in common."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a row; refuse to change one."""
        if self.pk is not None:
            raise EvidenceIsKeptError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: evidence is superseded, not deleted."""
        raise EvidenceIsKeptError


def _unguessable(folder: str) -> str:
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}"


def sheet_name(_row: Any, _name: str) -> str:
    """Return a name for a sheet's bytes that says nothing of the session."""
    return _unguessable("sheets")


def scan_name(_row: Any, _name: str) -> str:
    """Return a name for a scan's bytes that says nothing of what it shows."""
    return _unguessable("scans")


def picture_name(_row: Any, _name: str) -> str:
    """Return a name for the picture of a scanned page."""
    return _unguessable("scan-pictures")
