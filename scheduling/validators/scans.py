"""The check of an uploaded scan: harmless by name and content, drawn and read within limits."""

import base64
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from people.validators import IMAGES, check_upload
from people.validators.names import ending_of
from scheduling.validators.drawing import MOST_PAGES, MOST_PIXELS

KINDS = ("pdf", *IMAGES)
MAX_BYTES = 20 * 1024 * 1024
PATIENCE = 25  # seconds for one file
LEAST_PATIENCE = 1
# So many decoders at once in a web process, however many files come: each may take much memory.
_TURNS = threading.BoundedSemaphore(2)
_DRAWING = Path(__file__).with_name("drawing.py")
# The address in the QR; the host may change over the years, the code never does.
_ADDRESS = re.compile(
    r"https?://[^/]+/(?:lv|en)/sheet/(?P<code>[0-9A-HJKMNP-TV-Z]{16})/(?P<page>[0-9]{1,2})/"
)


class SheetCode(NamedTuple):
    """What a QR says: the sheet's code and the page of it."""

    code: str
    page: int


class ReadPage(NamedTuple):
    """A page of a file: our own picture of it, and the sheets whose QR was found on it."""

    picture: bytes
    codes: list[SheetCode]


class ReadScan(NamedTuple):
    """A file that passed: what to keep it as, and its pages."""

    content: File
    name: str
    content_type: str
    pages: list[ReadPage]


def read_scan(upload: File, *, patience: float = PATIENCE) -> ReadScan:
    """Check the file and read its pages in a process with limits; the file is left at its start.

    Raises ValidationError with one sentence that says what is wrong and what to do.
    """
    if patience < LEAST_PATIENCE:
        raise _no_time()
    found = check_upload(upload, extensions=KINDS, max_bytes=MAX_BYTES, max_pixels=MOST_PIXELS)
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    pages = _pages(content, ending_of(found.name), patience)
    return ReadScan(upload, found.name, found.content_type, pages)


def _no_time() -> ValidationError:
    return ValidationError(
        _("There was no time left for this file. Send it again."), code="no_time"
    )


def sheet_code(text: str) -> SheetCode | None:
    """Return what a QR of ours says; one of somebody else's says nothing."""
    found = _ADDRESS.fullmatch(text)
    return SheetCode(found["code"], int(found["page"])) if found else None


def _pages(content: bytes, kind: str, patience: float) -> list[ReadPage]:
    if not _TURNS.acquire(timeout=patience):
        raise _no_time()
    try:
        return _drawn(content, kind, patience)
    finally:
        _TURNS.release()


def _drawn(content: bytes, kind: str, patience: float) -> list[ReadPage]:
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the bytes go in as data
            [sys.executable, "-IB", str(_DRAWING), kind],
            input=content,
            capture_output=True,
            timeout=patience,
            check=True,
            env={},
            cwd="/",
        )
        answer = json.loads(done.stdout)
        fault = answer.get("fault")
        if not fault:
            return [_page(page) for page in answer["pages"]]
    except subprocess.TimeoutExpired as late:
        raise ValidationError(
            _("The file takes too long to read. Photograph the sheet anew or save it smaller."),
            code="slow",
        ) from late
    except (subprocess.CalledProcessError, ValueError, KeyError, AttributeError):
        fault = "damaged"
    if fault == "pages":
        raise ValidationError(
            _("The file has more than %(most)s pages. Send the sheets in smaller files."),
            code="pages",
            params={"most": MOST_PAGES},
        )
    raise ValidationError(
        _("The file is damaged or is not what its name says. Save it again and choose it anew."),
        code="damaged",
    )


def _page(page: dict[str, object]) -> ReadPage:
    codes = {sheet_code(str(text)) for text in page["codes"]}  # type: ignore[attr-defined]  # JSON of our own
    return ReadPage(
        picture=base64.b64decode(str(page["picture"]), validate=True),
        codes=sorted(code for code in codes if code),
    )
