"""Bringing a programme in from a file: everything in one transaction, or nothing."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from courses.actions.transfer.media import ImportedMedium, Media
from courses.actions.transfer.pages import ImportedPage, Pages
from courses.actions.transfer.rows import Rows, stop_if
from courses.models import ModuleIndexPage, Programme
from courses.validators import Archive, Problem
from people.actions import audit
from people.models import User


@dataclass(frozen=True)
class ImportReport:
    """What an import makes, or would make."""

    programme: Programme
    days: int
    modules: int
    competences: int
    pages: tuple[ImportedPage, ...]
    media: tuple[ImportedMedium, ...]
    notices: tuple[Problem, ...]
    taken: str = ""  # why it cannot be imported under this code and version; a sentence

    @property
    def new_media(self) -> int:
        return sum(medium.is_new for medium in self.media)


def import_programme(
    *,
    archive: Archive,
    code: str = "",
    version: int | None = None,
    copy_of: Programme | None = None,
    by: User | None,
) -> ImportReport:
    """Make the programme with its modules, pages as drafts, and media; under another name if given.

    Raises TransferRefused with the reasons and leaves nothing behind: no row and no file. A
    programme that exists is never touched; of two imports at once the second is refused.
    """
    bringing = _Import(archive, by=by, store=True)
    bringing.media.check()
    try:
        with transaction.atomic():
            report = bringing.run(code, version)
            _record(report, archive, copy_of, by)
    except BaseException:
        bringing.media.discard()
        raise
    return report


def preview_import(
    *, archive: Archive, code: str = "", version: int | None = None, by: User | None
) -> ImportReport:
    """Return what the import would make, by making it and taking it back; raises TransferRefused.

    Where the programme exists already, ``taken`` says so and the report is of the next version.
    """
    bringing = _Import(archive, by=by, store=False)
    bringing.media.check()
    with transaction.atomic():
        report = bringing.run(code, version, evade=True)
        transaction.set_rollback(True)
    return report


def _record(
    report: ImportReport, archive: Archive, copy_of: Programme | None, by: User | None
) -> None:
    audit.record(
        actor=by,
        action="courses.programme_copied" if copy_of else "courses.programme_imported",
        subject=report.programme,
        before={"programme": copy_of.pk} if copy_of else None,
        after={
            "code": report.programme.code,
            "version": report.programme.version,
            "pages": len(report.pages),
            "media": report.new_media,
            "content_sha256": archive.content_sha256,
        },
    )


class _Import:
    """One run: the rows of the programme, then media, then pages; each step as a whole."""

    def __init__(self, archive: Archive, *, by: User | None, store: bool) -> None:
        self.archive, self.by = archive, by
        self.media = Media(archive, by=by, store=store)

    def run(self, code: str, version: int | None, *, evade: bool = False) -> ImportReport:
        _lock_catalogues()
        rows = Rows(by=self.by)
        record = self.archive.records["programme.json"]
        programme = rows.bring(record, code, version, evade=evade)
        stop_if(self.media.problems)
        self.media.bring()
        pages = Pages(rows.modules, self.media, by=self.by)
        pages.bring(_page_records(self.archive), max(programme.version, 2))
        stop_if(pages.problems)
        return ImportReport(
            programme,
            len(rows.days),
            len(rows.modules),
            rows.competences,
            tuple(pages.brought),
            tuple(self.media.brought),
            tuple(pages.notices),
            rows.taken,
        )


def _lock_catalogues() -> None:
    """Let imports stand in line: addresses of pages and modules stay free once they are chosen."""
    list(ModuleIndexPage.objects.select_for_update().order_by("pk"))


def _page_records(archive: Archive) -> dict[str, Any]:
    """Return the pages' records by "M01/lv", each module's main language first."""
    found = {
        name.removeprefix("modules/").removesuffix(".json"): record
        for name, record in archive.records.items()
        if name.startswith("modules/")
    }
    main = settings.LANGUAGE_CODE
    order = sorted(found, key=lambda name: (name[:-2], not name.endswith(main), name))
    return {name: found[name] for name in order}
