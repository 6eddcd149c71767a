"""Databases for servers that tests start: made, copied and dropped on either kind."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Database:
    """A database of one server, named by the URL that the server gets."""

    kind: str  # "sqlite" or "postgresql"
    name: str
    url: str

    def copy(self, name: str, folder: Path | None = None) -> "Database":
        """Return a new database with the same content; nobody may be connected to this one."""
        twin = make(self.kind, name, folder or Path(self.name).parent)
        if self.kind == "sqlite":
            shutil.copy(self.name, twin.name)
        else:
            drop(twin)
            _on_postgres(f'CREATE DATABASE "{twin.name}" TEMPLATE "{self.name}"')
        return twin


def make(kind: str, name: str, folder: Path) -> Database:
    """Name a database: a file in the folder, or one on the PostgreSQL server, which is made empty."""
    if kind == "sqlite":
        path = folder / f"{Path(name).stem}.sqlite3"
        return Database(kind, str(path), f"sqlite:///{path}")
    return Database(kind, name, f"{_postgres_server()}/{name}")


def create(database: Database) -> Database:
    """Make the database empty; SQLite makes its file itself."""
    drop(database)
    if database.kind == "postgresql":
        _on_postgres(f'CREATE DATABASE "{database.name}"')
    return database


def exists(database: Database) -> bool:
    """Tell whether the database is there."""
    if database.kind == "sqlite":
        return Path(database.name).exists()
    return database in named_like(database.kind, database.name, Path())


def named_like(kind: str, start: str, folder: Path) -> list[Database]:
    """Return the databases whose names begin so."""
    if kind == "sqlite":
        names = [path.name for path in folder.glob(f"{start}*.sqlite3")]
    else:
        names = _ask_postgres(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", start
        )
    return [make(kind, name, folder) for name in names]


def rename(database: Database, other: Database) -> None:
    """Give the database another name; nobody may be connected to it."""
    if database.kind == "sqlite":
        Path(database.name).replace(other.name)
    else:
        _on_postgres(f'ALTER DATABASE "{database.name}" RENAME TO "{other.name}"')


def drop(database: Database) -> None:
    """Remove the database with whoever is still connected to it."""
    if database.kind == "postgresql":
        _on_postgres(f'DROP DATABASE IF EXISTS "{database.name}" WITH (FORCE)')
    else:
        for leftover in Path(database.name).parent.glob(f"{Path(database.name).name}*"):
            leftover.unlink()


def postgres_is_there() -> bool:
    """Tell whether a PostgreSQL server answers where DATABASE_URL or the default says."""
    try:
        import psycopg
    except ImportError:
        return False
    try:
        psycopg.connect(f"{_postgres_server()}/postgres", connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def _postgres_server() -> str:
    url = os.environ.get("DATABASE_URL", "")
    parts = urlsplit(url if url.startswith("postgres") else POSTGRES)
    return f"{parts.scheme}://{parts.netloc}"


def _ask_postgres(question: str, *values: str) -> list[str]:
    import psycopg

    with psycopg.connect(f"{_postgres_server()}/postgres", autocommit=True) as connection:
        return [row[0] for row in connection.execute(question.encode(), values)]


def _on_postgres(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{_postgres_server()}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
