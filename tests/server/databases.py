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

    def copy(self, name: str) -> "Database":
        """Return a new database with the same content; nobody may be connected to this one."""
        twin = make(self.kind, name, Path(self.name).parent)
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


def _on_postgres(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{_postgres_server()}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
