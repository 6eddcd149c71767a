"""An installation of its own: prepared with demo people, served like `make run`, asked backstage."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.server.processes import Server, environment, free_port, run, status

SECONDS_TO_START = 90


class Installation:
    """A running product: its address, and a way to let time pass or look something up."""

    def __init__(self, env: dict[str, str], server: Server) -> None:
        self.env = env
        self.server = server
        self.url = f"http://127.0.0.1:{server.port}"

    def backstage(self, command: str, **values: Any) -> Any:
        """Run one command of tests.browser.backstage beside the server and return its answer."""
        arguments = ["-m", "tests.browser.backstage", command, json.dumps(values)]
        return json.loads(run(*arguments, env=self.env))


@contextmanager
def installation(folder: Path, port: int | None = None) -> Iterator[Installation]:
    """Prepare, serve and, at the end, stop the product; its data lives in the folder."""
    port = port or free_port()
    env = environment_of(folder, port)
    run("manage.py", "prepare", "--demo", "--port", str(port), env=env)
    arguments = ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    log = folder / "server.log"
    with Server(*arguments, port=port, env=env, log=log) as server:
        server.wait_until_up()
        _wait_until_ready(server)
        yield Installation(env, server)


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """Return the settings of `make run` with the data in the folder."""
    from tests.server.databases import make

    env = environment("lms.settings.local", make("sqlite", "lms", folder), folder)
    env["SITE_BASE_URL"] = f"http://127.0.0.1:{port}"
    return env


def _wait_until_ready(server: Server) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while status(server.port, "/readyz") != 200:
        if time.monotonic() > end:
            raise RuntimeError(f"/readyz never said yes:\n{server.log.read_text()[-4000:]}")
        time.sleep(0.3)
