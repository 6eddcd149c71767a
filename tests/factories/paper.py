"""Printed sheets and what comes back of them, for tests."""

import io
import subprocess
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from people.models import User
from scheduling.actions.scans import Received, receive_scan
from scheduling.actions.sheets import print_sheet
from scheduling.models import AttendanceSheet, SessionBlock, SheetScan
from scheduling.validators.scans import ReadPage, ReadScan, SheetCode
from tests.factories import people, uploads


def sheet(block: SessionBlock, by: User | None = None, language: str = "lv") -> AttendanceSheet:
    return print_sheet(block=block, language=language, by=by or people.user("programme_manager"))


def drawn(pdf: bytes, folder: Path, *, dpi: int = 100, page: int = 1) -> Image.Image:
    """A page of the PDF as a printer and a flatbed scanner would give it back."""
    (folder / "sheet.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
    subprocess.run([*command, folder / "sheet.pdf", folder / "page"], check=True)
    with Image.open(folder / "page.png") as picture:
        return picture.convert("RGB")


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photograph(picture: Image.Image, name: str = "lapa.jpg", **options: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(picture, **options))


def scan(
    sheet: AttendanceSheet | None = None,
    by: User | None = None,
    *,
    page: int = 1,
    name: str = "lapa.jpg",
) -> SheetScan:
    """A scan as it lies in the database, without the work of decoding one."""
    received = receive(sheet, by, page=page, name=name)
    return [*received.landed, *received.queued][0]


def receive(
    sheet: AttendanceSheet | None,
    by: User | None = None,
    *,
    page: int = 1,
    name: str = "lapa.jpg",
    content: bytes = b"",
    may_mark: bool = True,
) -> Received:
    number = SheetScan.objects.count() + 1
    bytes_ = content or uploads.picture("jpg", (8 + number % 500, 8 + number // 500))
    read = ReadPage(bytes_, [SheetCode(sheet.code, page)] if sheet else [])
    return receive_scan(
        scan=ReadScan(SimpleUploadedFile(name, bytes_), name, "image/jpeg", [read]),
        by=by or people.user("programme_manager"),
        may_mark=lambda _sheet: may_mark,
    )
