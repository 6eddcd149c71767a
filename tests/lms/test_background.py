import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from lms import background
from lms.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db


@task()
def sample(n: int) -> int:
    return n


def queued(status, worker_ids, **fields):
    return DBTaskResult.objects.create(
        status=status,
        worker_ids=worker_ids,
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="tests.lms.test_background.sample",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="ValueError",
        traceback="",
        **fields,
    )


def test_failed_task_goes_back_with_growing_delays_then_stays_for_staff():
    now = timezone.now()
    rows = [
        queued(TaskResultStatus.FAILED, ["w"] * n, finished_at=now)
        for n in range(1, background.MAX_ATTEMPTS + 1)
    ]

    assert background.retry_failed() == 3

    for row, delay in zip(rows[:3], background.RETRY_AFTER, strict=True):
        row.refresh_from_db()
        assert (row.status, row.run_after) == (TaskResultStatus.READY, now + delay)
    assert list(background.dead_letters()) == [rows[3]]


def test_dead_task_starts_afresh_when_staff_send_it_back():
    row = queued(
        TaskResultStatus.FAILED, ["w"] * background.MAX_ATTEMPTS, finished_at=timezone.now()
    )

    background.revive(row)

    row.refresh_from_db()
    assert (row.status, row.worker_ids) == (TaskResultStatus.READY, [])
    assert list(background.dead_letters()) == []


def test_task_of_a_dead_worker_is_swept_and_of_a_living_one_left():
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    background.beat("alive")
    WorkerHeartbeat.objects.create(worker_id="silent", seen_at=long_ago)
    lost = queued(TaskResultStatus.RUNNING, ["silent"], started_at=long_ago)
    running = queued(TaskResultStatus.RUNNING, ["alive"], started_at=long_ago)
    hopeless = queued(
        TaskResultStatus.RUNNING, ["silent"] * background.MAX_ATTEMPTS, started_at=long_ago
    )

    assert background.sweep_lost() == 1

    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert states == {
        lost.pk: TaskResultStatus.READY,
        running.pk: TaskResultStatus.RUNNING,
        hopeless.pk: TaskResultStatus.FAILED,
    }


def test_schedule_runs_each_turn_once():
    runs = []
    schedule = [background.Recurring("count", dt.timedelta(hours=1), lambda: runs.append(1))]

    assert background.run_due(schedule) == ["count"]
    assert background.run_due(schedule) == []
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert background.run_due(schedule) == ["count"]

    assert len(runs) == 2


def test_finished_results_are_forgotten_after_two_weeks():
    old = timezone.now() - dt.timedelta(days=15)
    queued(TaskResultStatus.SUCCESSFUL, ["w"], finished_at=old)
    kept = queued(TaskResultStatus.SUCCESSFUL, ["w"], finished_at=timezone.now())

    assert background.forget_finished() == 1
    assert list(DBTaskResult.objects.all()) == [kept]
