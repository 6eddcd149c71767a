"""An installation of its own: prepared with demo people, served like `make run`, asked backstage."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.databases import make
from tests.server.processes import ROOT, Server, environment, free_port, run, status
from tests.template import copy_template

SECONDS_TO_START = 90


class Installation:
    """A running product: its address, and a way to let time pass or look something up."""

    def __init__(self, env: dict[str, str], server: Server) -> None:
        self.env = env
        self.server = server
        self.url = f"http://127.0.0.1:{server.port}"
        self._helper: subprocess.Popen[str] | None = None

    def backstage(self, command: str, **values: Any) -> Any:
        """Let tests.browser.backstage do one thing beside the server, and return its answer."""
        if self._helper is None:
            self._helper = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.backstage"],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        self._helper.stdin.write(f"{json.dumps([command, values])}\n")
        self._helper.stdin.flush()
        said = json.loads(self._helper.stdout.readline())
        if "fault" in said:
            raise RuntimeError(f"{command} failed:\n{said['fault']}")
        return said["answer"]

    def close(self) -> None:
        """Send the helper home."""
        if self._helper is not None:
            self._helper.communicate(timeout=20)


@contextmanager
def installation(folder: Path, port: int | None = None) -> Iterator[Installation]:
    """Prepare, serve and, at the end, stop the product; its data lives in the folder."""
    port = port or free_port()
    env = environment_of(folder, port)
    copy_template("lms", folder)  # "prepare" finds the tables made, and fills them
    run("manage.py", "prepare", "--demo", "--port", str(port), env=env)
    arguments = ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    log = folder / "server.log"
    with Server(*arguments, port=port, env=env, log=log) as server:
        server.wait_until_up()
        _wait_until_ready(server)
        made = Installation(env, server)
        try:
            yield made
        finally:
            made.close()


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """Return the settings of `make run` with the data in the folder."""
    env = environment("lms.settings.local", make("sqlite", "lms", folder), folder)
    env["SITE_BASE_URL"] = f"http://127.0.0.1:{port}"
    return env


def _wait_until_ready(server: Server) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while status(server.port, "/readyz") != 200:
        if time.monotonic() > end:
            raise RuntimeError(f"/readyz never said yes:\n{server.log.read_text()[-4000:]}")
        time.sleep(0.3)
