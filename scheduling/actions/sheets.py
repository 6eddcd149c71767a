"""Printing the attendance sheet of a block."""

import hashlib
import secrets

from django.core.files.base import ContentFile
from django.db import transaction

from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import SessionCancelled
from scheduling.exports.sheet import render_sheet
from scheduling.models import AttendanceSheet, Session, SessionBlock
from scheduling.models.paper.sheet import ALPHABET, CODE_LENGTH, grouped
from scheduling.queries.sheets import ledger_position, sheet_content


def print_sheet(*, block: SessionBlock, language: str, by: User) -> AttendanceSheet:
    """Return the block's sheet; a new one is printed unless the last one says just the same.

    Raises SessionCancelled for a day that does not take place.
    """
    if block.session.state == Session.State.CANCELLED:
        raise SessionCancelled
    content = sheet_content(block, language=language)
    if same := _same(block, content, language):
        return same
    code = new_code()
    # Before the transaction: drawing takes a second, in which nobody else could write.
    printed = render_sheet(content, code=code, printed_code=grouped(code), language=language)
    sheet = AttendanceSheet(
        block=block,
        code=code,
        language=language,
        printed=content,
        pages=printed.pages,
        sha256=hashlib.sha256(printed.pdf).hexdigest(),
        printed_by=by,
    )
    return _keep(sheet, printed.pdf)


@transaction.atomic
def _keep(sheet: AttendanceSheet, pdf: bytes) -> AttendanceSheet:
    block = sheet.block
    Session.objects.select_for_update(of=("self",)).get(pk=block.session_id)
    if same := _same(block, sheet.printed, sheet.language):
        return same  # printed meanwhile, by a second click
    sheet.ledger_position = ledger_position(block.session)
    sheet.pdf.save("sheet.pdf", ContentFile(pdf), save=False)
    try:
        sheet.save()
        record(
            actor=sheet.printed_by,
            action="sheet.printed",
            subject=sheet,
            after={
                "block": block.pk,
                "people": sheet.person_ids,
                "ledger_position": sheet.ledger_position,
                "sha256": sheet.sha256,
            },
        )
    except BaseException:
        sheet.pdf.storage.delete(str(sheet.pdf.name))
        raise
    return sheet


def new_code() -> str:
    """Return a code of 80 random bits that names a sheet and tells nothing."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def _same(block: SessionBlock, content: dict[str, object], language: str) -> AttendanceSheet | None:
    last = AttendanceSheet.objects.filter(block=block, language=language).order_by("-pk").first()
    return last if last is not None and last.printed == content else None
