"""Writes the index of the search anew: after a restored backup or a change of its rules."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.actions.search import rebuild_index


class Command(BaseCommand):
    help = "Write the index of the search anew from pages, glossary and the apps' own texts."

    def handle(self, **options: Any) -> None:
        number = rebuild_index()
        if options["verbosity"]:
            self.stdout.write(f"{number} texts can be found.")
