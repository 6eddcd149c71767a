"""Writes a whole programme into one file, to be imported elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions.transfer import export_programme
from courses.models import Programme
from courses.validators import TransferRefused


class Command(BaseCommand):
    help = "Export a programme with its modules, quizzes and media as one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("version", type=int)
        parser.add_argument("file", type=Path, help="where to write; must not exist yet")
        parser.add_argument(
            "--drafts", action="store_true", help="texts as last saved, not as published"
        )

    def handle(self, *, code: str, version: int, file: Path, drafts: bool, **options: Any) -> None:
        programme = Programme.objects.filter(code=code, version=version).first()
        if programme is None:
            raise CommandError(f"There is no programme {code}, version {version}.")
        part = file.with_name(f"{file.name}.part")
        try:
            if file.exists():
                raise CommandError(f"{file} exists already.")
            with part.open("xb") as out:
                done = export_programme(programme=programme, out=out, drafts=drafts, by=None)
            part.rename(file)
        except (TransferRefused, OSError) as refusal:
            part.unlink(missing_ok=True)
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{done.modules} modules, {done.pages} pages, {done.media} media; content {done.content_sha256}"
        )
