"""Files that wait between the preview of an import and its confirmation."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

_FOLDER = "programmes"
_KEPT_FOR = dt.timedelta(days=1)


def keep_upload(upload: File) -> str:
    """Store the file where no address leads and return its name; drop those forgotten a day ago."""
    storage = storages["private"]
    for name in _kept():
        if storage.get_modified_time(name) < timezone.now() - _KEPT_FOR:
            storage.delete(name)
    upload.seek(0)
    return storage.save(f"{_FOLDER}/{uuid4().hex}.zip", upload)


@contextmanager
def kept_upload(name: str) -> Iterator[IO[bytes]]:
    """Open a file that waits; raises FileNotFoundError for one that does not."""
    if name not in _kept():
        raise FileNotFoundError(name)
    with storages["private"].open(name) as file:
        yield file


def forget_upload(name: str) -> None:
    """Delete a file that waited; one that is gone already is no matter."""
    if name in _kept():
        storages["private"].delete(name)


def _kept() -> list[str]:
    storage = storages["private"]
    if not storage.exists(_FOLDER):
        return []
    return [f"{_FOLDER}/{name}" for name in storage.listdir(_FOLDER)[1]]
