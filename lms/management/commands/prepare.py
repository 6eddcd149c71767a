"""Brings an empty folder to a working database, or an older one up to date; used by `make run`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrate and load reference data, the programme and, if asked, demo people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--port", default="8000")

    def handle(self, *, demo: bool, port: str, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        call_command("load_programme", verbosity=0)
        if demo:
            call_command("load_demo", verbosity=0)
        self.stdout.write(f"Open http://127.0.0.1:{port}/ in a browser. Stop with Ctrl+C.")
