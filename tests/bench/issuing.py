"""A cohort's certificates issued from one order by one worker: seconds, and the memory it takes."""

import json
import time
from dataclasses import dataclass

from tests import databases
from tests.bench.stage import Stage
from tests.server.processes import Process, inside, peak_mib

SCENES, SETTINGS = "tests.server.scenes", "tests.server.settings"
WORKER = ["manage.py", "worker", "--interval", "0.2"]
LOOK_EVERY, LONGEST = 3, 900  # seconds


@dataclass(frozen=True)
class Issued:
    """How many, how long from the first to the last, and the highest memory of worker and printing process."""

    people: int
    seconds: float
    peak_mib: float

    def text(self) -> str:
        return (
            f"{self.people} certificates of a cohort, printed, numbered and announced by one worker:"
            f" {self.seconds:.0f} s ({1000 * self.seconds / self.people:.0f} ms each),"
            f" peak memory with the process that prints {self.peak_mib:.0f} MiB."
        )


def issue_cohort(stage: Stage, people: int) -> Issued:
    """Order the certificates of so many people and watch the worker."""
    database = databases.create(stage.database("issuing"))
    env = stage.environment(database, SETTINGS)
    try:
        for scene, *arguments in (("nothing",), ("graduates", str(people)), ("order",)):
            inside(SCENES, scene, *arguments, env=env)
        with Process(*WORKER, env=env, log=stage.log("issuing")) as worker:
            end = time.monotonic() + LONGEST
            while json.loads(inside(SCENES, "progress", env=env))["state"] != "done":
                if time.monotonic() > end or worker.process.poll() is not None:
                    raise RuntimeError(stage.log("issuing").read_text()[-4000:])
                time.sleep(LOOK_EVERY)
            peak = peak_mib(worker.process.pid)
        found = json.loads(inside(SCENES, "issued", env=env))
        assert found["numbers"] == list(range(1, people + 1))
        return Issued(people, found["seconds"], peak)
    finally:
        databases.drop(database)
