"""Office documents are zip archives: what is inside, and how much it would become."""

import re
import stat
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_MEMBERS = 2000
MAX_UNPACKED = 100 * 1024 * 1024
# Text packs well, but nothing people write packs a hundredfold once it is of some size.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 1024 * 1024
MAX_RELATIONS = 1024 * 1024
_CHUNK = 64 * 1024
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")
# The only place where one office document rightly lies inside another: the table behind a chart.
_EMBEDDED = re.compile(r"^(word|xl|ppt)/embeddings/[^/]+\.(docx|xlsx|pptx)$", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml)$|^(basic|scripts)/", re.IGNORECASE)
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What reading an archive that lies may raise.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
    *(OSError, RuntimeError, ValueError, OverflowError),
)

# What makes an archive a document of its kind: a member, or the text of the one named mimetype.
_MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
_MIMETYPE = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
OFFICE = frozenset(_MAIN_PART) | frozenset(_MIMETYPE)


def _refuse(text: object, code: str) -> ValidationError:
    return ValidationError(text, code=code)  # type: ignore[arg-type]  # lazy text is text


def _damaged() -> ValidationError:
    return _refuse(
        _("The file is damaged or is not what its name says. Save it again and choose it anew."),
        "damaged",
    )


def _bomb() -> ValidationError:
    return _refuse(
        _("Unpacked, the file would become too large. Reduce it or choose another file."),
        "bomb",
    )


def check_office(file: IO[bytes], kind: str) -> None:
    """Raise ValidationError unless the file is a harmless office document of this kind."""
    _check(file, kind, [MAX_UNPACKED], is_inside=False)


def _check(file: IO[bytes], kind: str, budget: list[int], *, is_inside: bool) -> None:
    """Check one archive; the budget is what may still be unpacked, shared with those inside."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(members, budget)
            _check_kind(archive, kind)
            for member in members:
                _check_content(archive, member, budget, is_inside=is_inside)
    except _FAULTS as fault:
        raise _damaged() from fault


def _check_members(members: list[zipfile.ZipInfo], budget: list[int]) -> None:
    """Check what the table of contents says, before anything is unpacked."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > budget[0]:
        raise _bomb()
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * MAX_RATIO:
        raise _bomb()
    budget[0] -= unpacked
    names = [member.orig_filename for member in members]
    if len(set(names)) < len(names):
        raise _damaged()
    for member in members:
        _check_member(member)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\x00" in name:
        raise _refuse(
            _("The file points outside itself. Save it again in your office program."), "slip"
        )
    if member.flag_bits & _ENCRYPTED:
        raise _refuse(
            _("The file is protected by a password. Save it without one and choose it anew."),
            "encrypted",
        )
    if member.compress_type not in _METHODS:
        raise _damaged()
    if _MACROS.search(name):
        raise _macros()


def _macros() -> ValidationError:
    return _refuse(
        _("The file contains macros. Save it without them and choose it anew."), "macros"
    )


def _check_kind(archive: zipfile.ZipFile, kind: str) -> None:
    names = set(archive.namelist())
    if kind in _MIMETYPE:
        is_right = {"mimetype", "content.xml"} <= names and (
            archive.getinfo("mimetype").file_size <= len(_MIMETYPE[kind]) + 2
            and archive.read("mimetype").strip() == _MIMETYPE[kind]
        )
    else:
        is_right = {"[Content_Types].xml", _MAIN_PART[kind]} <= names
    if not is_right:
        raise _damaged()


def _check_content(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: list[int], *, is_inside: bool
) -> None:
    """Unpack the member piece by piece, which also shows a length or a checksum that lies."""
    wants_all = member.filename.endswith(".rels") or member.filename == "[Content_Types].xml"
    kept = b""
    with archive.open(member) as content:
        start = content.read(_CHUNK)
        kept = start
        while piece := content.read(_CHUNK):
            if wants_all and len(kept) <= MAX_RELATIONS:
                kept += piece
    if start.startswith(_PACKED):
        embedded = _EMBEDDED.match(member.filename)
        if is_inside or not embedded:
            raise _refuse(
                _("The file has another archive inside. Send what is in it as files of their own."),
                "nested",
            )
        with archive.open(member) as inside:
            _check(inside, embedded[2].lower(), budget, is_inside=True)
    if wants_all:
        _check_relations(kept)


def _check_relations(xml: bytes) -> None:
    """Refuse what would fetch something when the document is opened; links to click are fine."""
    if len(xml) > MAX_RELATIONS:
        raise _bomb()
    parser = expat.ParserCreate()

    def on_doctype(*_args: object) -> None:
        raise _damaged()

    def on_element(_name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "")
        if attributes.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            raise _refuse(
                _("The file fetches content from elsewhere when opened. Put it into the file."),
                "external",
            )
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise _macros()

    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_element
    try:
        parser.Parse(xml, True)  # the whole document at once
    except expat.ExpatError as fault:
        raise _damaged() from fault
