"""A database of its own for each server: migrated once per run and copied."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ON_SQLITE
from tests.server import databases
from tests.server.databases import Database
from tests.server.processes import environment, inside

SETTINGS = "tests.server.settings"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: Any) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("server")
    kind = "sqlite" if ON_SQLITE else "postgresql"
    database = databases.create(databases.make(kind, f"server_tests_{os.getpid()}", folder))
    env = environment(SETTINGS, database, folder)
    inside("tests.server.scenes", "nothing", env=env)
    yield database
    databases.drop(database)


@pytest.fixture
def database(migrated: Database, tmp_path: Path) -> Iterator[Database]:
    """An empty migrated database that only this test uses."""
    copy = migrated.copy(f"server_tests_{os.getpid()}_copy")
    yield copy
    databases.drop(copy)


@pytest.fixture
def env(database: Database, tmp_path: Path) -> dict[str, str]:
    """The environment of this test's processes."""
    return environment(SETTINGS, database, tmp_path)


@pytest.fixture
def scene(env: dict[str, str]) -> Callable[..., dict[str, Any]]:
    """Fill this test's database and return what the test needs to know of it."""

    def fill(function: str, *arguments: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(
            inside("tests.server.scenes", function, *arguments, env=env)
        )
        return told

    return fill
