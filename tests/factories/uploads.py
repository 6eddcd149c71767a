"""Files for tests: harmless ones of each kind, and the hostile ones, made on the spot."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
CONTENT_TYPES_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(members: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def office(
    kind: str = "docx", extra: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]] = ()
) -> bytes:
    """An office document of this kind with more members."""
    if kind in _KINDS:
        mimetype = f"application/vnd.oasis.opendocument.{_KINDS[kind]}"
        return archive([("mimetype", mimetype), ("content.xml", "<x/>"), *extra])
    return archive(
        [("[Content_Types].xml", CONTENT_TYPES_XML), (_MAIN[kind], "<x>Teksts</x>"), *extra]
    )


def picture(kind: str = "png", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, {"jpg": "JPEG", "jpeg": "JPEG"}.get(kind, kind))
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def harmless(name: str) -> SimpleUploadedFile:
    """A small good file of the kind its name says."""
    kind = name.rpartition(".")[2].lower()
    if kind == "pdf":
        return file(name, PDF)
    if kind == "txt":
        return file(name, "Rudens pārgājiens ar jauniešiem\r\n".encode())
    if kind in _MAIN or kind in _KINDS:
        return file(name, office(kind))
    return file(name, picture(kind))
