"""Asks other sites whether what our pages link to still exists."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.actions.linkcheck import check_links


class Command(BaseCommand):
    help = "Ask for the external links of published pages that were not asked within a week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=100, help="how many to ask for")

    def handle(self, *, most: int, **options: Any) -> None:
        checks = check_links(most=most)
        for check in checks:
            self.stdout.write(f"{check.result:8} {check.status or '':>4} {check.address}")
        self.stdout.write(f"{len(checks)} links were asked for.")
