"""The worker's pulse and death, as processes."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.apps import IMPATIENT
from tests.server.processes import Process, Server, free_port, status

pytestmark = pytest.mark.server
WORKER = ["manage.py", "worker", "--interval", "0.2"]


def wait_for(truth: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_task_of_a_killed_worker_is_done_by_the_next(
    scene: Callable[..., dict[str, Any]], env: dict[str, str], tmp_path: Path
):
    env[IMPATIENT] = "2"
    mark = tmp_path / "started"
    scene("task", str(mark))
    with Process(*WORKER, env=env, log=tmp_path / "first.log") as first:
        wait_for(mark.exists)
        first.kill()
    assert first.process.returncode == -signal.SIGKILL
    assert scene("outcome") == {"status": "RUNNING", "attempts": 1, "value": None}

    with Process(*WORKER, env=env, log=tmp_path / "second.log"):
        wait_for(lambda: scene("outcome")["status"] == "SUCCESSFUL")

    assert scene("outcome") == {"status": "SUCCESSFUL", "attempts": 2, "value": "done"}


def test_server_is_ready_once_the_worker_has_a_pulse(env: dict[str, str], tmp_path: Path):
    port = free_port()
    web = ["-m", "gunicorn", "lms.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    web += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
    with Server(*web, port=port, env=env, log=tmp_path / "web.log") as server:
        server.wait_until_up()
        assert (status(port, "/healthz"), status(port, "/readyz")) == (200, 503)

        with Process(*WORKER, env=env, log=tmp_path / "worker.log"):
            wait_for(lambda: status(port, "/readyz") == 200)
