"""Databases and servers of a run: built, started together, stopped and removed."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import databases
from tests.bench.plan import Target, complete
from tests.databases import Database
from tests.server.processes import Server, environment, free_port, inside, product, run

SETTINGS = "tests.bench.settings"
FLOOR_SETTINGS = "tests.bench.floors.page.settings"
GUNICORN = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--timeout", "60"]
GUNICORN += [
    "--max-requests",
    "2000",
    "--max-requests-jitter",
    "200",
    "--access-logfile",
    "/dev/null",
]
GUNICORN += ["--log-level", "warning", "--no-control-socket"]


@dataclass
class Stage:
    """One kind of database in a folder of its own."""

    kind: str
    folder: Path

    def database(self, name: str) -> Database:
        return databases.make(self.kind, f"bench_{name}", self.folder)

    def environment(self, database: Database, settings: str = SETTINGS) -> dict[str, str]:
        return environment(settings, database, self.folder)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def build(self, sizes: list[int]) -> dict[str, Any]:
        """Make the scene's database and a copy of it for each size; return the scene."""
        base = databases.create(self.database("base"))
        env = self.environment(base)
        run("manage.py", "prepare", env=env)
        told = json.loads(inside("tests.bench.data", "scene", env=env))
        previous = base
        for size in sizes:
            previous = previous.copy(f"bench_{size}")
            inside("tests.bench.data", "grow", str(size), env=self.environment(previous))
        return complete(told)

    def build_floor(self, scene: dict[str, Any]) -> None:
        """Make the Wagtail floor's database with as many blocks as the module page."""
        floor = databases.create(self.database("floor"))
        content = self.folder / "floor.json"
        content.write_text(json.dumps(scene["module_blocks"]))
        env = self.environment(floor, FLOOR_SETTINGS)
        run("-m", "django", "migrate", "--run-syncdb", "-v0", env=env)
        inside("tests.bench.floors.page.load", "load", str(content), env=env)

    @contextmanager
    def product(self, name: str, scene: dict[str, Any]) -> Iterator[Target]:
        """Run the product on the named database."""
        database = self.database(name)
        with product(self.environment(database), self.log(name)) as server:
            yield Target(name, server, self._watched(database), scene)

    @contextmanager
    def floors(self) -> Iterator[tuple[Target, Target]]:
        """Run the bare Wagtail page and the bare Django view, served as the product is."""
        database = self.database("floor")
        env = self.environment(database, FLOOR_SETTINGS)
        with ExitStack() as stack:
            page = stack.enter_context(self._gunicorn("tests.bench.floors.page.wsgi", env))
            hello = stack.enter_context(self._gunicorn("tests.bench.floors.hello", env))
            yield (
                Target("floor", page.wait_until_up("/"), self._watched(database)),
                Target("hello", hello.wait_until_up("/")),
            )

    def remove(self, sizes: list[int]) -> None:
        for name in ["base", "floor", *map(str, sizes)]:
            databases.drop(self.database(name))

    def _gunicorn(self, module: str, env: dict[str, str]) -> Server:
        port = free_port()
        arguments = ["-m", "gunicorn", f"{module}:application", "--bind", f"127.0.0.1:{port}"]
        return Server(
            *arguments, *GUNICORN, port=port, env=env, log=self.log(module.rpartition(".")[2])
        )

    def _watched(self, database: Database) -> str:
        return database.name if self.kind == "postgresql" else ""
