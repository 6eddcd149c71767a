"""Scans that come back: kept, assigned to their sheet, superseded; never deleted."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.models import AttendanceSheet, ScanFile, SheetScan
from scheduling.models.paper.scan import SheetScanQuerySet
from scheduling.validators.scans import ReadPage, ReadScan, SheetCode

How = SheetScan.How
Problem = SheetScan.Problem
MayMark = Callable[[AttendanceSheet], bool]


class ReasonMissing(Exception):
    """A scan is superseded with a reason."""


class ScanSettled(Exception):
    """The scan was assigned or superseded by somebody else meanwhile."""


class NoSuchPage(Exception):
    """The sheet has fewer pages."""


@dataclass
class Received:
    """What became of one uploaded file."""

    name: str
    landed: list[SheetScan] = field(default_factory=list)
    queued: list[SheetScan] = field(default_factory=list)
    is_known: bool = False


def receive_scan(*, scan: ReadScan, by: User, may_mark: MayMark) -> Received:
    """Keep the file and let each page land on the sheet its QR names, or wait in the queue.

    The same bytes twice are one file: only pages that were superseded come in again. Whether the
    uploader marks the sheet's session is asked with may_mark.
    """
    content = scan.content
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # a File reads as its file does
    content.seek(0)
    written: list[tuple[object, str]] = []
    try:
        with transaction.atomic():
            return _receive(scan, sha256, by, may_mark, written)
    except BaseException as fault:
        for storage, name in written:
            storage.delete(name)  # type: ignore[attr-defined]  # a storage
        if isinstance(fault, IntegrityError) and _known(sha256):
            return Received(scan.name, is_known=True)  # the same file in two requests at once
        raise


def _known(sha256: str) -> ScanFile | None:
    return ScanFile.objects.filter(sha256=sha256).first()


def _receive(
    scan: ReadScan, sha256: str, by: User, may_mark: MayMark, written: list[tuple[object, str]]
) -> Received:
    received = Received(scan.name)
    file = _known(sha256)
    if file is None:
        file = ScanFile(
            name=scan.name,
            content_type=scan.content_type,
            size=scan.content.size,
            sha256=sha256,
            uploaded_by=by,
        )
        file.stored.save(scan.name, scan.content, save=False)
        written.append((file.stored.storage, str(file.stored.name)))
        file.save()
    present = set(SheetScan.objects.live().filter(file=file).values_list("page_of_file", flat=True))
    for number, page in enumerate(scan.pages, start=1):
        if number in present:
            continue
        row = SheetScan(file=file, page_of_file=number)
        _recognise(row, page, by, may_mark)
        row.picture.save("page.jpg", ContentFile(page.picture), save=False)
        written.append((row.picture.storage, str(row.picture.name)))
        row.save()
        (received.landed if row.sheet_id else received.queued).append(row)
        record(actor=by, action="scan.received", subject=row, after=_facts(row))
    received.is_known = not (received.landed or received.queued)
    return received


def _recognise(row: SheetScan, page: ReadPage, by: User, may_mark: MayMark) -> None:
    if len({code.code for code in page.codes}) > 1:
        row.problem = Problem.SEVERAL_CODES
        return
    if not page.codes:
        row.problem = Problem.NO_CODE
        return
    found: SheetCode = page.codes[0]
    row.code_read = found.code
    sheet = AttendanceSheet.objects.select_related("block__session").filter(code=found.code).first()
    if sheet is None or not 1 <= found.page <= sheet.pages:
        row.problem = Problem.UNKNOWN_CODE
    elif not may_mark(sheet):
        row.problem = Problem.NOT_YOURS
    else:
        _put(row, sheet, found.page, How.QR, by)


def _put(row: SheetScan, sheet: AttendanceSheet, page: int, how: How, by: User) -> None:
    row.sheet, row.sheet_page, row.how = sheet, page, how.value
    row.assigned_by, row.assigned_at = by, timezone.now()


@transaction.atomic
def assign_scan(*, scan: SheetScan, sheet: AttendanceSheet, page: int, by: User) -> SheetScan:
    """Put a waiting page with a sheet by hand.

    Raises ScanSettled or NoSuchPage and changes nothing.
    """
    locked = _locked(scan)
    if locked.sheet_id is not None or locked.superseded_at is not None:
        raise ScanSettled
    if not 1 <= page <= sheet.pages:
        raise NoSuchPage
    _put(locked, sheet, page, How.BY_HAND, by)
    locked.save()
    record(actor=by, action="scan.assigned", subject=locked, after=_facts(locked))
    return locked


@transaction.atomic
def supersede_scan(*, scan: SheetScan, reason: str, by: User, keep_waiting: bool) -> SheetScan:
    """Say that the page no longer counts, and why; with keep_waiting it waits for another sheet.

    Raises ReasonMissing or ScanSettled and changes nothing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = _locked(scan)
    if locked.superseded_at is not None:
        raise ScanSettled
    locked.superseded_by, locked.superseded_at = by, timezone.now()
    locked.superseded_why = reason
    locked.save()
    record(
        actor=by,
        action="scan.superseded",
        subject=locked,
        before=_facts(locked),
        after={"superseded": True, "keeps_waiting": keep_waiting},
        reason=reason,
    )
    if keep_waiting:
        SheetScan.objects.create(
            file=locked.file,
            page_of_file=locked.page_of_file,
            picture=locked.picture.name,
            code_read=locked.code_read,
            problem=Problem.TAKEN_OFF,
        )
    return locked


def _locked(scan: SheetScan) -> SheetScan:
    rows: SheetScanQuerySet = SheetScan.objects.select_for_update(of=("self",))
    return rows.select_related("file").get(pk=scan.pk)


def _facts(row: SheetScan) -> dict[str, object]:
    return {
        "file": row.file_id,
        "page_of_file": row.page_of_file,
        "sha256": row.file.sha256,
        "sheet": row.sheet_id,
        "sheet_page": row.sheet_page,
        "how": str(row.how),
        "problem": str(row.problem),
    }
