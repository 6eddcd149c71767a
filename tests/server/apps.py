"""Makes the faults that a test asks for by environment variables, once Django is ready."""

import datetime as dt
import os
import time
from random import SystemRandom

from django.apps import AppConfig

# Serve without the row lock that guards a group's seats: the twin that must oversell.
WITHOUT_LOCK = "SERVER_TESTS_WITHOUT_LOCK"
# Leave it to SQLite when what was committed reaches the disk.
WITHOUT_SYNC = "SERVER_TESTS_WITHOUT_SYNC"
# Take a worker for dead after so many seconds, and look that often.
IMPATIENT = "SERVER_TESTS_SILENT_AFTER"
# Take so many seconds longer to print a certificate, so that there is a middle to be killed in.
SLOW_PRINT = "SERVER_TESTS_SLOW_PRINT"


class ServerTestsConfig(AppConfig):
    name = "tests.server"
    label = "server_tests"

    def ready(self) -> None:
        if os.environ.get(WITHOUT_LOCK):
            _take_the_lock_off()
        if os.environ.get(WITHOUT_SYNC):
            _leave_the_sync_to_sqlite()
        if seconds := os.environ.get(IMPATIENT):
            _lose_patience_after(float(seconds))
        if seconds := os.environ.get(SLOW_PRINT):
            _print_slowly(float(seconds))


def _take_the_lock_off() -> None:
    from scheduling.actions import enrolment
    from scheduling.models import TrainingGroup

    def unlocked(pk: int) -> TrainingGroup:
        return TrainingGroup.objects.get(pk=pk)

    def any_number(group: TrainingGroup) -> int:
        # Numbers of arrival are unique in the database: without this it would refuse half of
        # those who oversell, and the seats would not be what the test is about.
        return SystemRandom().randrange(2**31)

    def slowly(group: TrainingGroup) -> int:
        # What was counted is old by the time it is used, on a fast machine too.
        free = count(group)
        time.sleep(0.05)
        return free

    count = enrolment._free_seats
    assert callable(enrolment._lock_group)
    assert callable(enrolment._next_number)
    enrolment._lock_group = unlocked
    enrolment._next_number = any_number
    enrolment._free_seats = slowly


def _leave_the_sync_to_sqlite() -> None:
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
    options["init_command"] = options["init_command"].replace(
        "synchronous=FULL", "synchronous=NORMAL"
    )


def _lose_patience_after(seconds: float) -> None:
    from lms import background
    from lms.management.commands import worker

    background.SILENT_AFTER = dt.timedelta(seconds=seconds)
    worker.TICK_SECONDS = seconds / 4


def _print_slowly(seconds: float) -> None:
    from certificates.actions import freeze
    from certificates.models import Certificate

    def slowly(certificate: Certificate) -> bytes:
        time.sleep(seconds)
        return fast(certificate)

    fast = freeze.render_certificate
    freeze.render_certificate = slowly
