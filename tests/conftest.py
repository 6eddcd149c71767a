"""What every test starts from: one migrated database per run, copied for each worker."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ON_SQLITE = "sqlite" in os.environ.get("DATABASE_URL", "sqlite")

if ON_SQLITE:

    @pytest.fixture(scope="session")
    def django_db_setup(
        request: Any, django_test_environment: None, django_db_blocker: Any, django_db_keepdb: bool
    ) -> Iterator[None]:
        """Migrate once, then copy the file for every xdist worker: migrating takes ten seconds."""
        name = Path(settings.DATABASES["default"]["TEST"]["NAME"])
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        template = name.with_suffix(".template" if django_db_keepdb else f".{run}.template")
        with open(f"{name}.lock", "w") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection.close()
            if not template.exists():
                connection.settings_dict["NAME"] = f"{template}.new"
                Path(f"{template}.new").unlink(missing_ok=True)
                call_command("migrate", verbosity=0, interactive=False)
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                os.replace(f"{template}.new", template)
        mine = f"{name}.{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.{os.getpid()}"
        shutil.copy(template, mine)
        connection.settings_dict["NAME"] = mine
        yield
        with django_db_blocker.unblock():
            connection.close()
        for leftover in Path(mine).parent.glob(f"{Path(mine).name}*"):
            leftover.unlink()
