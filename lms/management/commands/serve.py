"""Starts the web server and the worker together and stops both together; used by `make run`."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serve the product: gunicorn and one background worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000")
        parser.add_argument("--workers", default="2")
        parser.add_argument("--threads", default="4")

    def handle(self, *, bind: str, workers: str, threads: str, **options: Any) -> None:
        """Run until a signal comes or one of the two stops."""
        python = sys.executable
        web = [python, "-m", "gunicorn", "lms.wsgi:application", "--bind", bind]
        web += ["--workers", workers, "--threads", threads, "--worker-class", "gthread"]
        web += ["--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200"]
        web += ["--access-logfile", "/dev/null", "--log-level", "warning", "--no-control-socket"]
        work = [python, "manage.py", "worker", "--interval", "1"]
        children = [subprocess.Popen(command, env=os.environ) for command in (web, work)]  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=30)
