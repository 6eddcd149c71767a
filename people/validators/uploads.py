"""The check of an uploaded file: name, size and content have to agree."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from people.validators.archives import OFFICE, check_office
from people.validators.names import clean_name, ending_of

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_RECORDING_BYTES = 200 * MEGABYTE
MAX_PIXELS = 25_000_000
DOCUMENTS = ("pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "txt")
IMAGES = ("jpg", "jpeg", "png", "webp")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "vtt": "text/vtt",
}
# What a recording, or its captions, begins with, from which byte on.
_RECORDINGS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "mp4": ((4, b"ftyp"),),
    "m4a": ((4, b"ftyp"),),
    "webm": ((0, b"\x1aE\xdf\xa3"),),
    "ogg": ((0, b"OggS"),),
    "wav": ((0, b"RIFF"),),
    "mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "vtt": ((0, b"WEBVTT"), (0, b"\xef\xbb\xbfWEBVTT")),
}
_DRAWN_AS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_PDF_HEAD = b"%PDF-"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_TAIL = 2048
_BINARY = (b"PK\x03\x04", b"MZ", b"\x7fELF", _PDF_HEAD, b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_MARKUP = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php")
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f")


@dataclass(frozen=True)
class UploadCheck:
    """What the check found: the name to keep, and the type to serve the file with."""

    name: str
    content_type: str
    size: int


def check_upload(
    upload: File,
    *,
    extensions: Collection[str] = (*DOCUMENTS, *IMAGES),
    max_bytes: int = MAX_BYTES,
    max_recording_bytes: int = MAX_RECORDING_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> UploadCheck:
    """Check a file by name, size and content; it is left at its beginning.

    Raises ValidationError with one sentence that says what is wrong and what to do.
    """
    name = clean_name(upload.name or "")
    ending = ending_of(name)
    if ending not in extensions:
        raise ValidationError(
            _("Files of this kind are not accepted. Choose one of these: %(endings)s."),
            code="ending",
            params={"endings": ", ".join(extensions)},
        )
    size = upload.size or 0
    if size == 0:
        raise ValidationError(_("The file is empty. Choose another file."), code="empty")
    limit = max_recording_bytes if ending in _RECORDINGS and ending != "vtt" else max_bytes
    if size > limit:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Reduce it or choose another file."),
            code="too_large",
            params={"limit": limit // MEGABYTE},
        )
    try:
        _check_content(upload, ending, size, max_pixels)
    finally:
        upload.seek(0)
    return UploadCheck(name=name, content_type=CONTENT_TYPES[ending], size=size)


def _check_content(upload: Any, ending: str, size: int, max_pixels: int) -> None:
    upload.seek(0)
    if ending in OFFICE:
        check_office(upload, ending)
    elif ending == "pdf":
        _check_pdf(upload, size)
    elif ending in {"txt", "csv"}:
        _check_text(upload)
    elif ending in _RECORDINGS:
        _check_recording(upload, ending)
    else:
        _check_image(upload, ending, size, max_pixels)


def _mismatch() -> ValidationError:
    return ValidationError(
        _("The file is damaged or is not what its name says. Save it again and choose it anew."),
        code="mismatch",
    )


def _is_archive_too(upload: IO[bytes]) -> bool:
    """Whether a zip reader would open the file as well: two files in one are a disguise."""
    upload.seek(0)
    return zipfile.is_zipfile(upload)


def _tail(upload: IO[bytes], size: int) -> bytes:
    upload.seek(max(0, size - _TAIL))
    return upload.read(_TAIL)


def _check_pdf(upload: IO[bytes], size: int) -> None:
    is_pdf = upload.read(len(_PDF_HEAD)) == _PDF_HEAD
    if not is_pdf or b"%%EOF" not in _tail(upload, size) or _is_archive_too(upload):
        raise _mismatch()


def _check_recording(upload: IO[bytes], ending: str) -> None:
    start = upload.read(16)
    if not any(start[at:].startswith(sign) for at, sign in _RECORDINGS[ending]):
        raise _mismatch()


def _check_text(upload: IO[bytes]) -> None:
    raw = upload.read()
    if raw.startswith(_BINARY) or _is_archive_too(upload):
        raise _mismatch()
    text = _decoded(raw)
    if text.lstrip("\ufeff \t\r\n\f").lower().startswith(_MARKUP) or _CONTROLS & set(text):
        raise _mismatch()


def _decoded(raw: bytes) -> str:
    """Read text as editors here have saved it: UTF-8, UTF-16 with its mark, or Baltic Windows."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8", "cp1257"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _mismatch()


def _check_image(upload: IO[bytes], ending: str, size: int, max_pixels: int) -> None:
    """Read only the head of the picture: nothing is drawn before its dimensions are known."""
    try:
        image = Image.open(upload, formats=[_DRAWN_AS[ending]])
        pixels = image.width * image.height
        if pixels <= max_pixels:
            pixels *= getattr(image, "n_frames", 1)
            upload.seek(0)
            Image.open(upload, formats=[_DRAWN_AS[ending]]).verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = max_pixels + 1
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        TypeError,
        KeyError,
        RuntimeError,
        OverflowError,
    ) as fault:
        raise _mismatch() from fault
    if pixels > max_pixels:
        raise ValidationError(
            _("The picture has more than %(limit)s million pixels. Make it smaller."),
            code="pixels",
            params={"limit": max_pixels // 1_000_000},
        )
    if not _ends_as_it_should(upload, ending, size) or _is_archive_too(upload):
        raise _mismatch()


def _ends_as_it_should(upload: IO[bytes], ending: str, size: int) -> bool:
    """Whether nothing is hung on behind the picture; phones do append to JPEG, so that may."""
    if ending == "png":
        return _tail(upload, size).endswith(_PNG_END)
    upload.seek(0)
    head = upload.read(1024)
    if ending == "webp":
        return int.from_bytes(head[4:8], "little") + 8 in {size, size - 1}
    return _PDF_HEAD not in head
