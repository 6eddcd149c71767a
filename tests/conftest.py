"""What every test starts from: one migrated database per run, copied for each worker."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

ON_SQLITE = "sqlite" in os.environ.get("DATABASE_URL", "sqlite")


def _schema_digest() -> str:
    """Change whenever our migrations or the installed packages do."""
    digest = hashlib.sha256((settings.ROOT / "requirements" / "dev.txt").read_bytes())
    for migration in sorted(settings.ROOT.glob("*/migrations/*.py")):
        digest.update(migration.name.encode() + migration.read_bytes())
    # What is put in force after every migration.
    digest.update((settings.ROOT / "scheduling" / "models" / "protection.py").read_bytes())
    return digest.hexdigest()[:16]


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
def _ledger_can_be_cleared() -> Iterator[None]:
    """Let a test's end empty the attendance ledger, which the database refuses otherwise."""
    protection = import_module("scheduling.models.protection")
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        alias = operations.connection.alias
        protection.release_ledger(alias)
        flush(operations, statements)
        protection.protect_ledger(alias)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_all)
        yield


if ON_SQLITE:

    @pytest.fixture(scope="session")
    def django_db_setup(
        request: Any, django_test_environment: None, django_db_blocker: Any
    ) -> Iterator[None]:
        """Migrate once, then copy the file for every xdist worker: migrating takes ten seconds."""
        name = Path(settings.DATABASES["default"]["TEST"]["NAME"])
        template = name.with_suffix(f".{_schema_digest()}.template")
        with Path(f"{name}.lock").open("w") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection.close()
            if not template.exists():
                for stale in name.parent.glob("test*.template*"):
                    stale.unlink()
                connection.settings_dict["NAME"] = f"{template}.new"
                call_command("migrate", verbosity=0, interactive=False)
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                Path(f"{template}.new").replace(template)
        mine = f"{name}.{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.{os.getpid()}"
        shutil.copy(template, mine)
        connection.settings_dict["NAME"] = mine
        yield
        with django_db_blocker.unblock():
            connection.close()
        for leftover in Path(mine).parent.glob(f"{Path(mine).name}*"):
            leftover.unlink()
