"""Brings a programme in from a file that export_programme wrote; pages arrive as drafts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions.transfer import import_programme, preview_import
from courses.validators import TransferRefused, open_archive

MAX_BYTES = 2 * 1024**3  # nobody waits for a request here


class Command(BaseCommand):
    help = "Import a programme; one that exists is never overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-code", default="", help="instead of the one in the file")
        parser.add_argument("--as-version", type=int, help="instead of the one in the file")
        parser.add_argument(
            "--dry-run", action="store_true", help="check and say what would be made"
        )

    def handle(
        self,
        *,
        file: Path,
        as_code: str,
        as_version: int | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        act = preview_import if dry_run else import_programme
        try:
            with file.open("rb") as opened, open_archive(opened, max_bytes=MAX_BYTES) as archive:
                report = act(archive=archive, code=as_code, version=as_version, by=None)
        except (TransferRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for notice in report.notices:
            self.stdout.write(str(notice))
        if report.taken:
            raise CommandError(report.taken)
        programme = report.programme
        self.stdout.write(
            f"{'Would make' if dry_run else 'Made'} {programme.code}, version {programme.version}:"
            f" {report.days} days, {report.modules} modules, {len(report.pages)} pages as drafts,"
            f" {report.new_media} of {len(report.media)} media new"
        )
