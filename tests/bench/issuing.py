"""A cohort's certificates issued from the button by one worker: seconds, and the memory it takes."""

import json
from dataclasses import dataclass

from tests import databases
from tests.bench.stage import Stage
from tests.server.ordering import Manager
from tests.server.processes import Process, inside, peak_mib, web

SCENES, SETTINGS = "tests.server.scenes", "tests.server.settings"
WORKER = ["manage.py", "worker", "--interval", "0.2"]
LONGEST = 900  # seconds


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
    """Press the button for so many people and watch page and worker."""
    database = databases.create(stage.database("issuing"))
    env = stage.environment(database, SETTINGS)
    try:
        inside(SCENES, "nothing", env=env)
        told = json.loads(inside(SCENES, "graduates", str(people), env=env))
        with (
            web(env, stage.log("issuing-web")) as server,
            Process(*WORKER, env=env, log=stage.log("issuing")) as worker,
        ):
            manager = Manager(server.port, told["manager"])
            order = manager.order(told["cohort"])
            manager.wait(order, people, LONGEST, worker.check)
            peak = peak_mib(worker.process.pid)
        found = json.loads(inside(SCENES, "issued", env=env))
        assert found["numbers"] == list(range(1, people + 1))
        return Issued(people, found["seconds"], peak)
    finally:
        databases.drop(database)
