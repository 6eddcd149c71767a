"""Sends a request many times and takes its time, its CPU and its memory."""

import asyncio
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.bench.plan import Request, Target
from tests.server.client import Browser
from tests.server.processes import postgres_cpu_seconds

LEVELS = (1, 4, 16)


@dataclass
class Figures:
    """All that was measured of one request with a number of clients."""

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    web_cpu: float = 0.0
    database_cpu: float = 0.0
    weight: int = 0

    @property
    def median_ms(self) -> float:
        return 1000 * statistics.median(self.times) if self.times else 0.0

    @property
    def p95_ms(self) -> float:
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else 0.0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates) if self.rates else 0.0


@dataclass(frozen=True)
class Effort:
    """How much a measurement may send and how long it may take."""

    clients: int
    most: int
    seconds: float


class Budget:
    """What is left of an effort."""

    def __init__(self, effort: Effort, most: int) -> None:
        self.left = min(effort.most, most)
        self.end = time.perf_counter() + effort.seconds

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0 and time.perf_counter() < self.end


async def measure(request: Request, target: Target, effort: Effort, into: Figures) -> None:
    """Send with the clients at once and add what was measured.

    When gunicorn replaced a worker meanwhile, whose start would be counted as work, once more.
    """
    for _attempt in range(2):
        workers = target.server.web_pids()
        figures = await _measure(request, target, effort)
        target.server.watch_memory()
        if target.server.web_pids() == workers:
            break
    into.times += figures.times
    into.rates += figures.rates
    into.faults += figures.faults
    into.web_cpu += figures.web_cpu
    into.database_cpu += figures.database_cpu
    into.weight = figures.weight or into.weight


async def _measure(request: Request, target: Target, effort: Effort) -> Figures:
    figures = Figures()
    browsers = [target.browser(request.who, n) for n in range(effort.clients)]
    for browser in browsers:
        await browser.connect()
    web, database = target.server.cpu_seconds(), _database_cpu(target)
    start, budget = time.perf_counter(), Budget(effort, request.most)
    await asyncio.gather(*[_client(request, target, b, budget, figures) for b in browsers])
    elapsed = time.perf_counter() - start
    figures.rates.append(len(figures.times) / elapsed)
    figures.web_cpu = target.server.cpu_seconds() - web
    figures.database_cpu = max(0.0, _database_cpu(target) - database)
    for browser in browsers:
        await browser.close()
    return figures


async def _client(
    request: Request, target: Target, browser: Browser, budget: Budget, figures: Figures
) -> None:
    while budget.take():
        start = time.perf_counter()
        try:
            answer = await request.send(browser, target, {})
        except (OSError, asyncio.IncompleteReadError) as fault:
            figures.faults[type(fault).__name__] += 1
            continue
        if request.fits(answer):
            figures.times.append(time.perf_counter() - start)
            figures.weight = len(answer.body)
        else:
            figures.faults[str(answer.status)] += 1


def _database_cpu(target: Target) -> float:
    return (postgres_cpu_seconds(target.database) or 0.0) if target.database else 0.0


def cpu_ms(levels: dict[int, Figures]) -> tuple[float, float]:
    """Return CPU-ms of web server and of database for one request, over all levels."""
    sent = sum(len(f.times) for f in levels.values()) or 1
    web = sum(f.web_cpu for f in levels.values())
    database = sum(f.database_cpu for f in levels.values())
    return 1000 * web / sent, 1000 * database / sent
