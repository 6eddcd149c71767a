"""Tasks for the worker that tests start and kill."""

import time
from pathlib import Path

from django_tasks import task


@task()
def hang_once(mark: str) -> str:
    """Hang for good the first time, as a worker that will be killed; the next time end well."""
    started = Path(mark)
    if started.exists():
        return "done"
    started.touch()
    time.sleep(600)
    return "never"
