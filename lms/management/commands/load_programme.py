"""Loads the real 2024 programme: days, timetable, pages, targets; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.actions.content import load_pages
from cms.actions.search import rebuild_index
from cms.models import SearchEntry
from courses.actions.content import load_module_pages
from courses.actions.programme import load_programme_2024
from courses.actions.review import load_module_review
from monitoring.actions.targets import load_targets
from scheduling.actions.groups import load_groups_2024


class Command(BaseCommand):
    help = "Load the 2024 programme, its timetable, pages and targets."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        load_pages()
        programme = load_programme_2024()
        load_module_pages()
        load_module_review()
        load_groups_2024(programme)
        load_targets()
        if not SearchEntry.objects.exists():  # the pages are older than the search
            rebuild_index()
        if options["verbosity"]:
            self.stdout.write("The 2024 programme is in place.")
