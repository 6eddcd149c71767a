"""The migrated database that every test database is a copy of: made once, on either kind."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tests.databases import Database
from tests.server.processes import ROOT, environment, inside

ON_SQLITE = "sqlite" in os.environ.get("DATABASE_URL", "sqlite")
_FOLDER = Path(os.environ.get("DATA_DIR", ROOT / "var"))
# Migrations, and what is put in force after each of them: protections, permissions of snippets.
_SCHEMA = (
    "*/migrations/*.py",
    "*/models/protection.py",
    "*/wagtail_hooks.py",
    "*/wagtail_hooks/*.py",
)


def copy_template(name: str, folder: Path | None = None) -> Database:
    """Return a new database of this name with every table and no rows but those of migrations.

    Migrating takes most of a minute, so it is done once for these migrations and packages; the
    workers of a run wait for the one that does it. A file goes into the folder.
    """
    kind = "sqlite" if ON_SQLITE else "postgresql"
    with _one_at_a_time():
        template = databases.make(kind, f"test_template_{_schema_digest()}", _FOLDER)
        if not databases.exists(template):
            for stale in databases.named_like(kind, "test_template_", _FOLDER):
                databases.drop(stale)
            made = databases.create(databases.make(kind, "test_template_new", _FOLDER))
            env = environment("tests.server.settings", made, _FOLDER)
            inside("tests.server.scenes", "nothing", env=env)
            databases.rename(made, template)
        return template.copy(name, folder or _FOLDER)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "test_template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _schema_digest() -> str:
    """Change whenever our tables or the installed packages do."""
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for pattern in _SCHEMA:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
