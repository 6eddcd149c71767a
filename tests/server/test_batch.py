"""A cohort's certificates, issued by workers that are killed in the middle of it."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.apps import IMPATIENT, SLOW_PRINT
from tests.server.ordering import Manager
from tests.server.processes import Process, peak_mib, web
from tests.server.test_worker import WORKER

pytestmark = pytest.mark.server
Scene = Callable[..., dict[str, Any]]
# BATCH=300 is what was shown when this was written.
PEOPLE = int(os.environ.get("BATCH", "45"))
A_COHORT = 300
LONG = 600


def test_a_batch_killed_twice_in_the_middle_is_finished_without_gap_or_second_letter(
    scene: Scene, env: dict[str, str], tmp_path: Path
):
    env[IMPATIENT] = "2"
    if PEOPLE < A_COHORT:
        env[SLOW_PRINT] = "0.3"
    told = scene("graduates", str(PEOPLE))
    peaks = []
    with web(env, tmp_path / "web.log") as server:
        manager = Manager(server.port, told["manager"])
        started = time.monotonic()
        order = manager.order(told["cohort"])
        for n, share in enumerate((PEOPLE // 3, 2 * PEOPLE // 3, PEOPLE)):
            with Process(*WORKER, env=env, log=tmp_path / f"worker{n}.log") as worker:
                manager.wait(order, share, LONG, worker.check)
                peaks.append(peak_mib(worker.process.pid))
                if share < PEOPLE:
                    worker.kill()
                    now = manager.progress(order)
                    assert now.is_running
                    assert share <= now.served < now.of == PEOPLE
        took = time.monotonic() - started

    found = scene("issued")
    assert found["numbers"] == list(range(1, PEOPLE + 1))
    assert found["people"] == PEOPLE
    assert found["documents"] == PEOPLE
    assert found["letters"] == found["readers"] == PEOPLE
    assert found["progress"] == {"done": PEOPLE, "of": PEOPLE, "state": "done", "refused": 0}
    sys.stderr.write(f"{PEOPLE} certificates, two kills: {took:.0f} s, MiB at most: {peaks}\n")
