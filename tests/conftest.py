"""What every test starts from: one migrated database per run, copied for each worker."""

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from tests import databases
from tests.template import copy_template


@pytest.fixture(autouse=True, scope="session")
def _addresses_read_in_latvian(django_test_environment: None) -> None:
    """Read the addresses as a server does, before any reader's language is active.

    Wagtail words its snippet choosers once, in the language that is active then.
    """
    with translation.override(settings.LANGUAGE_CODE):
        import_module(settings.ROOT_URLCONF)


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    """Undo what a request leaves in its process: sections, terms and the reader's language."""
    from cms.queries import forget_sections
    from cms.queries.terms import forget_terms

    forget_sections()
    forget_terms()
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _records_can_be_cleared() -> Iterator[None]:
    """Let a test's end empty ledger and certificates, which the database refuses otherwise."""
    ledger = import_module("scheduling.models.protection")
    certificates = import_module("certificates.models.protection")
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        alias = operations.connection.alias
        ledger.release_ledger(alias)
        certificates.release_certificates(alias)
        flush(operations, statements)
        ledger.protect_ledger(alias)
        certificates.protect_certificates(alias)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_all)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this worker a migrated database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    mine = copy_template(f"test_{worker}_{os.getpid()}")
    connection.close()
    connection.settings_dict["NAME"] = mine.name
    yield
    with django_db_blocker.unblock():
        connection.close()
    databases.drop(mine)
