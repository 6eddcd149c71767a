"""Verify the chains of the attendance ledger, and name each row that was changed or is missing."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scheduling.queries.verification import Anchor, Fault, anchors, ledger_faults


class Command(BaseCommand):
    help = (
        "Verify every row of the attendance ledger against its seal. Ends with status 1 and names"
        " the rows if anything was changed, moved or removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--session", type=int, help="only the ledger of this session")
        parser.add_argument(
            "--write-anchors",
            type=Path,
            metavar="FILE",
            help="write how far each ledger has come; keep the file away from this machine",
        )
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="FILE",
            help="a file written before: no ledger may have been rewritten since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the faults, or how many rows are as they were written."""
        known = _read(options["anchors"]) if options["anchors"] else []
        faults, rows = 0, 0
        for found in ledger_faults(options["session"], known):
            if isinstance(found, Fault):
                faults += 1
                self.stderr.write(str(found))
            else:
                rows = found
        if faults:
            raise CommandError(f"{faults} faults in {rows} rows of the attendance ledger")
        if options["write_anchors"]:
            lines = [asdict(anchor) for anchor in anchors()]
            options["write_anchors"].write_text(json.dumps(lines, indent=1), encoding="utf-8")
        self.stdout.write(f"{rows} rows of the attendance ledger are as they were written")


def _read(path: Path) -> list[Anchor]:
    try:
        return [Anchor(**line) for line in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as fault:
        raise CommandError(f"{path} is not a file of anchors: {fault}") from fault
