"""Copies a programme under another code or version; its pages become drafts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions.transfer import copy_programme, next_version
from courses.models import Programme
from courses.validators import TransferRefused


class Command(BaseCommand):
    help = "Copy a programme into a new version, or under another code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("version", type=int)
        parser.add_argument("--as-code", default="", help="otherwise the same code")
        parser.add_argument("--as-version", type=int, help="otherwise the next one")
        parser.add_argument(
            "--drafts", action="store_true", help="texts as last saved, not as published"
        )

    def handle(
        self,
        *,
        code: str,
        version: int,
        as_code: str,
        as_version: int | None,
        drafts: bool,
        **options: Any,
    ) -> None:
        programme = Programme.objects.filter(code=code, version=version).first()
        if programme is None:
            raise CommandError(f"There is no programme {code}, version {version}.")
        target = as_code or code
        try:
            report = copy_programme(
                programme=programme,
                code=target,
                version=as_version or next_version(target),
                drafts=drafts,
                by=None,
            )
        except TransferRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        made = report.programme
        self.stdout.write(
            f"Made {made.code}, version {made.version}: {report.modules} modules,"
            f" {len(report.pages)} pages as drafts"
        )
