"""Registers the app with Django, and tells it what the SQLite in use can take."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# SQLite takes 32 766 values in a statement from 3.32 on. Django 5.2 still counts with 999, which
# would cut sixty marks of one save into two statements.
SQLITE_MAX_VALUES = 32_766


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        connection_created.connect(_raise_limit)


def _raise_limit(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.features.max_query_params = SQLITE_MAX_VALUES
