"""Loads regions, municipalities and the groups behind staff roles; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from people.actions.reference import load_reference
from people.actions.roles import close_expired_roles


class Command(BaseCommand):
    help = "Load reference data: regions, municipalities, staff groups."

    def handle(self, **options: Any) -> None:
        load_reference()
        close_expired_roles()
        if options["verbosity"]:
            self.stdout.write("Reference data are in place.")
