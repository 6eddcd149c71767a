"""The file of a programme: what a zip archive must be like before anything in it is believed."""

import hashlib
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from courses.validators.texts import JsonWrong, read_json

FORMAT, FORMAT_VERSION = "digital-youth-work-programme", 1
MANIFEST = "manifest.json"
MEGABYTE = 1024 * 1024
MAX_UPLOAD = 200 * MEGABYTE
MAX_MEMBERS = 1000
MAX_JSON = 4 * MEGABYTE
MAX_ALL_JSON = 40 * MEGABYTE
# Text packs well, but nothing people write packs a hundredfold once it is of some size.
MAX_RATIO, RATIO_COUNTS_FROM = 100, MEGABYTE
MEDIA_ENDINGS = (
    *("jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt"),
    *("mp4", "webm", "mp3", "m4a", "ogg", "wav", "vtt"),
)
_RECORD = re.compile(r"(manifest|programme|media)\.json|modules/[A-Z][0-9]{1,3}/[a-z]{2}\.json")
_MEDIUM = re.compile(rf"media/([0-9a-f]{{64}})\.({'|'.join(MEDIA_ENDINGS)})")
_FOLDER = re.compile(r"media/|modules/([A-Z][0-9]{1,3}/)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What reading an archive that lies may raise.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
    *(OSError, RuntimeError, ValueError, OverflowError, KeyError),
)


@dataclass(frozen=True)
class Problem:
    """What keeps a file from being imported: where, and a sentence that says what is wrong."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class TransferRefused(Exception):
    """The programme cannot be exported, imported or copied; nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Archive:
    """A checked archive: its records by member name, its media by checksum."""

    zip: zipfile.ZipFile
    manifest: dict[str, Any]
    records: dict[str, Any]
    media: dict[str, str]  # member name by checksum

    @property
    def content_sha256(self) -> str:
        """Checksum of everything but the manifest, which holds the date."""
        return str(self.manifest["content_sha256"])

    @contextmanager
    def medium(self, sha256: str) -> Iterator[IO[bytes]]:
        """Unpack one medium into a temporary file."""
        with TemporaryFile() as whole:
            with self.zip.open(self.media[sha256]) as packed:
                shutil.copyfileobj(packed, whole)
            whole.seek(0)
            yield whole


def content_hash(hashes: Mapping[str, str]) -> str:
    """Return the checksum of an archive's content from the checksums of its members."""
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


@contextmanager
def open_archive(file: IO[bytes], *, max_bytes: int = MAX_UPLOAD) -> Iterator[Archive]:
    """Check the file and give it opened; raises TransferRefused.

    Nothing is unpacked before the table of contents is found harmless, and nothing is handed out
    before every checksum agrees.
    """
    file.seek(0, 2)
    if file.tell() > max_bytes:
        raise _refused(
            _("The file is larger than %(limit)s MB.") % {"limit": max_bytes // MEGABYTE}
        )
    file.seek(0)
    try:
        opened = zipfile.ZipFile(file)
    except _FAULTS as fault:
        raise _damaged() from fault
    with opened:
        try:
            archive = _checked(opened)
        except _FAULTS as fault:
            raise _damaged() from fault
        yield archive


def _refused(sentence: str, place: str = "") -> TransferRefused:
    return TransferRefused(Problem(place, sentence))


def _damaged() -> TransferRefused:
    return _refused(
        _("The file is damaged or is no export of a programme. Export the programme again.")
    )


def _checked(opened: zipfile.ZipFile) -> Archive:
    members = opened.infolist()
    _check_sizes(members)
    for member in members:
        _check_member(member)
    names = [member.orig_filename for member in members]
    if len(set(names)) < len(names):
        raise _refused(_("The archive holds two members of the same name."))
    if MANIFEST not in names:
        raise _damaged()
    manifest = _read(opened, MANIFEST)
    listed = _check_manifest(manifest)
    for name in names:
        if not (_RECORD.fullmatch(name) or _MEDIUM.fullmatch(name) or _FOLDER.fullmatch(name)):
            raise _refused(_("The archive holds something that no export contains."), _shown(name))
    _check_hashes(opened, {n for n in names if not _FOLDER.fullmatch(n)} - {MANIFEST}, listed)
    media = {found[1]: name for name in listed if (found := _MEDIUM.fullmatch(name))}
    records = {name: _read(opened, name) for name in sorted(listed) if _RECORD.fullmatch(name)}
    if not {"programme.json", "media.json"} <= set(records):
        raise _damaged()
    return Archive(opened, manifest, records, media)


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Check what the table of contents says, before anything is unpacked."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    text = sum(member.file_size for member in members if member.filename.endswith(".json"))
    longest = max((m.file_size for m in members if m.filename.endswith(".json")), default=0)
    is_bomb = unpacked > RATIO_COUNTS_FROM and unpacked > packed * MAX_RATIO
    if len(members) > MAX_MEMBERS or text > MAX_ALL_JSON or longest > MAX_JSON or is_bomb:
        raise _refused(_("Unpacked, the archive would become too large."))


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.split("/")
    leaves = ".." in parts or name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    kind = stat.S_IFMT(member.external_attr >> 16)
    if leaves or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refused(_("The archive points outside itself."), _shown(name))
    if member.flag_bits & _ENCRYPTED:
        raise _refused(_("The archive is protected by a password."))
    if member.compress_type not in _METHODS or (name.endswith("/") and member.file_size):
        raise _damaged()


def _shown(name: str) -> str:
    """Return a member's name as it may be shown: short, nothing invisible."""
    return "".join(c if c.isprintable() else "?" for c in name[:80])


def _read(opened: zipfile.ZipFile, name: str) -> Any:
    if opened.getinfo(name).file_size > MAX_JSON:
        raise _refused(_("Unpacked, the archive would become too large."))
    try:
        return read_json(opened.read(name))
    except JsonWrong as wrong:
        raise _refused(str(wrong), name) from wrong


def _check_manifest(manifest: Any) -> dict[str, str]:
    """Return the checksums of the members by name."""
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged()
    version = manifest.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _damaged()
    if version > FORMAT_VERSION:
        raise _refused(
            _(
                "The file was made by a newer version of the product (format %(theirs)s; this one"
                " reads %(ours)s). Update this installation first."
            )
            % {"theirs": str(version)[:9], "ours": FORMAT_VERSION}
        )
    listed = manifest.get("members")
    if not isinstance(listed, dict) or not all(
        isinstance(sha256, str) and _SHA256.fullmatch(sha256) for sha256 in listed.values()
    ):
        raise _damaged()
    if manifest.get("content_sha256") != content_hash(listed):
        raise _changed(MANIFEST)
    return listed


def _changed(name: str) -> TransferRefused:
    return _refused(
        _("The checksum does not match: the file was changed after it was exported."), _shown(name)
    )


def _check_hashes(opened: zipfile.ZipFile, names: set[str], listed: dict[str, str]) -> None:
    if names != set(listed):
        raise _changed(min(names ^ set(listed)))
    for name in sorted(names):
        with opened.open(name) as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # reads as a file does
        medium = _MEDIUM.fullmatch(name)
        if found != listed[name] or (medium and medium[1] != listed[name]):
            raise _changed(name)
