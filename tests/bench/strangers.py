"""Does time tell a known verification code from an unknown one? `python -m tests.bench.strangers`.

Asks the installation of the environment, which needs one certificate, in this process: no network
and no other client blurs what an onlooker could see. The limit of look-ups a minute is lifted here.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import django

TIMES, WARM = 500, 20


@dataclass(frozen=True)
class Compared:
    """Milliseconds of each request with a known code and with an unknown one."""

    known: list[float]
    unknown: list[float]

    def text(self) -> str:
        """Say the medians and the spread, and how much known codes differ among themselves."""
        halves = statistics.median(self.known[::2]) - statistics.median(self.known[1::2])
        difference = statistics.median(self.known) - statistics.median(self.unknown)
        return (
            f"{_line('known', self.known)}\n{_line('unknown', self.unknown)}\n"
            f"difference of medians {difference:+.3f} ms;"
            f" between two halves of the known ones {halves:+.3f} ms"
        )


def compare(ask: Callable[[str], object], known: str, unknown: Callable[[], str]) -> Compared:
    """Ask for both in turn, which comes first being left to chance."""
    dice, compared = random.Random(5), Compared([], [])
    for _ in range(WARM):
        ask(known)
        ask(unknown())
    for _ in range(TIMES):
        turns = [(compared.known, known), (compared.unknown, unknown())]
        dice.shuffle(turns)
        for times, code in turns:
            start = time.perf_counter()
            ask(code)
            times.append(1000 * (time.perf_counter() - start))
    return compared


def _line(name: str, times: list[float]) -> str:
    low, middle, high = statistics.quantiles(times, n=4)
    return f"{name:8} median {middle:.3f} ms, quartiles {low:.3f} to {high:.3f} ms"


def main() -> None:
    django.setup()
    from django.test import Client

    from certificates.models import Certificate
    from certificates.queries.codes import new_code
    from certificates.views import verify

    verify.PER_MINUTE = sys.maxsize
    known = Certificate.objects.valid().latest("pk").verification_code
    client = Client(SERVER_NAME="127.0.0.1")
    for form in ("html", "json"):

        def ask(code: str, form: str = form) -> None:
            assert client.get(f"/verify/{code}", {"format": form}).status_code == 200

        sys.stdout.write(f"{form}, {TIMES} of each\n{compare(ask, known, new_code).text()}\n")


if __name__ == "__main__":
    import os

    import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.local")
    main()
