"""What the task queue lacks: a pulse, retry with backoff, a sweep of lost tasks, a schedule.

The queue (django-tasks-db) runs each task once. A task of ours is safe to run again, so a row
that failed goes back to the queue with growing delays; its ``worker_ids`` count the attempts.
What failed for good stays FAILED, where staff see it and may send it back.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from certificates.tasks import start_sealing
from cms.actions.care import remind_of_pages_due
from cms.tasks import start_link_check
from lms.models import ScheduledRun, WorkerHeartbeat
from lms.outbox import forget_sent_mail
from people.actions.roles import close_expired_roles
from scheduling.actions.discussion_letters import write_discussion_letters
from scheduling.actions.letters import write_assignment_digests
from scheduling.queries.verification import log_ledger_faults

logger = logging.getLogger(__name__)

RETRY_AFTER = [dt.timedelta(seconds=10), dt.timedelta(minutes=1), dt.timedelta(minutes=10)]
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
SILENT_AFTER = dt.timedelta(seconds=60)  # a worker not heard of for so long is taken for dead
KEEP_FINISHED = dt.timedelta(days=14)


def beat(worker_id: str) -> None:
    """Say that this worker lives."""
    WorkerHeartbeat.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": timezone.now()}
    )


def newest_heartbeat() -> dt.datetime | None:
    """When any worker was last heard of."""
    return WorkerHeartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def retry_failed() -> int:
    """Send failed tasks back to the queue while they have attempts left; return how many."""
    sent_back = 0
    for result in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED):
        attempts = len(result.worker_ids)
        if 0 < attempts < MAX_ATTEMPTS:
            sent_back += _send_back(
                DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED),
                after=(result.finished_at or timezone.now()) + RETRY_AFTER[attempts - 1],
            )
    return sent_back


def sweep_lost() -> int:
    """Send tasks back whose worker died while running them; return how many."""
    silent_since = timezone.now() - SILENT_AFTER
    alive = set(
        WorkerHeartbeat.objects.filter(seen_at__gte=silent_since).values_list(
            "worker_id", flat=True
        )
    )
    swept = 0
    running = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=silent_since
    )
    for result in running:
        if result.worker_ids and result.worker_ids[-1] in alive:
            continue
        row = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING)
        if len(result.worker_ids) < MAX_ATTEMPTS:
            swept += _send_back(row, after=timezone.now())
        else:
            row.update(
                status=TaskResultStatus.FAILED,
                finished_at=timezone.now(),
                traceback="The worker died while running this task.",
            )
    WorkerHeartbeat.objects.filter(seen_at__lt=timezone.now() - dt.timedelta(days=1)).delete()
    return swept


def _send_back(row: "QuerySet[DBTaskResult]", *, after: dt.datetime) -> int:
    return row.update(
        status=TaskResultStatus.READY, run_after=after, finished_at=None, started_at=None
    )


def dead_letters() -> "QuerySet[DBTaskResult]":
    """Tasks that failed as often as they may; newest first."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
    dead = [row.pk for row in failed if len(row.worker_ids) >= MAX_ATTEMPTS]
    return failed.filter(pk__in=dead)


def revive(result: DBTaskResult) -> None:
    """Give a dead task a fresh set of attempts."""
    DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY,
        run_after=timezone.now(),
        finished_at=None,
        started_at=None,
        worker_ids=[],
    )


def forget_finished() -> int:
    """Delete results of tasks that went well long ago."""
    limit = timezone.now() - KEEP_FINISHED
    return DBTaskResult.objects.successful().filter(finished_at__lt=limit).delete()[0]


def publish_scheduled() -> None:
    """Publish and unpublish the pages whose moment has come."""
    call_command("publish_scheduled", verbosity=0)


@dataclass(frozen=True)
class Recurring:
    """A function that runs every so often, on whichever worker comes first."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


SCHEDULE = [
    Recurring("forget sent mail", dt.timedelta(days=1), forget_sent_mail),
    Recurring("forget finished tasks", dt.timedelta(days=1), forget_finished),
    Recurring("tell trainers what waits", dt.timedelta(days=1), write_assignment_digests),
    Recurring("tell of new posts", dt.timedelta(minutes=1), write_discussion_letters),
    Recurring("close expired roles", dt.timedelta(hours=1), close_expired_roles),
    Recurring("verify the attendance ledger", dt.timedelta(days=1), log_ledger_faults),
    Recurring("remind of pages due", dt.timedelta(days=28), remind_of_pages_due),
    Recurring("check external links", dt.timedelta(hours=1), start_link_check),
    Recurring("seal waiting certificates", dt.timedelta(minutes=1), start_sealing),
    Recurring("publish scheduled pages", dt.timedelta(minutes=1), publish_scheduled),
]


def run_due(schedule: list[Recurring] | None = None) -> list[str]:
    """Run what is due and return its names; two workers never run the same turn."""
    done = []
    for recurring in SCHEDULE if schedule is None else schedule:
        now = timezone.now()
        ScheduledRun.objects.get_or_create(name=recurring.name)
        claimed = ScheduledRun.objects.filter(
            Q(last_run_at=None) | Q(last_run_at__lte=now - recurring.every),
            name=recurring.name,
        ).update(last_run_at=now)
        if claimed:
            recurring.run()
            done.append(recurring.name)
    return done


def waiting_count() -> int:
    """How many tasks are ready and due."""
    return DBTaskResult.objects.ready().count()
