"""The background worker: runs queued tasks, delivers mail, retries, sweeps, keeps the schedule."""

import logging
import threading
from typing import Any

from django.db import close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from lms import background
from lms.outbox import deliver_due_mail

logger = logging.getLogger(__name__)
TICK_SECONDS = 5


class Command(db_worker.Command):
    help = "Run background work: tasks, mail, retries and the schedule."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        """Tick in a thread of its own while the queue's worker runs in the main one."""
        stop = threading.Event()
        ticker = threading.Thread(target=_tick_until, args=(stop, worker_id), daemon=True)
        ticker.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            stop.set()
            ticker.join(timeout=TICK_SECONDS)


def _tick_until(stop: threading.Event, worker_id: str) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            background.beat(worker_id)
            background.sweep_lost()
            background.retry_failed()
            background.run_due()
            deliver_due_mail()
        except Exception:  # the pulse must go on: the next tick tries again
            logger.exception("A tick of the worker failed")
        stop.wait(TICK_SECONDS)
    connection.close()
