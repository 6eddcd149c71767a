"""A database of its own for each server."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.databases import Database
from tests.server.processes import environment, inside
from tests.template import copy_template

SETTINGS = "tests.server.settings"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty migrated database that only this test uses."""
    mine = copy_template(f"server_tests_{os.getpid()}", tmp_path)
    yield mine
    databases.drop(mine)


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
