"""What a run found, as Markdown: the tables, the aims, the machine."""

import datetime as dt
import os
import platform
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from tests.bench.measure import LEVELS, Figures, cpu_ms
from tests.bench.plan import FLOOR, HELLO, LEARNER_PAGES, MODULE, REQUESTS, SAVE, SAVE_DAY

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Results:
    """All that one kind of database gave."""

    kind: str
    statements: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    figures: dict[str, dict[int, Figures]] = field(default_factory=dict)
    peak_mib: dict[str, float] = field(default_factory=dict)
    # Request, then enrolments, then median ms with one client.
    growth: dict[str, dict[int, float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    issued: str = ""  # in a sentence

    def ratio(self, name: str) -> float:
        """CPU of the request, database included, against the bare Wagtail page."""
        return sum(cpu_ms(self.figures[name])) / (sum(cpu_ms(self.figures[FLOOR.name])) or 1)

    def weight(self, name: str) -> int:
        return max(f.weight for f in self.figures[name].values())


@dataclass(frozen=True)
class Aim:
    """A promise with what was measured."""

    text: str
    found: str
    is_met: bool


def aims(results: Results) -> list[Aim]:
    peak = results.peak_mib["product"]
    heaviest = max(LEARNER_PAGES, key=results.weight)
    found = [
        _ratio(results, MODULE, 1.6),
        _statements(results, MODULE, 15),
        _ratio(results, SAVE, 1),
        _statements(results, SAVE, 12),
        _ratio(results, SAVE_DAY, 1),
        _statements(results, SAVE_DAY, 12),
        Aim("peak memory of a worker ≤ 180 MiB", f"{peak:.0f} MiB", 0 < peak <= 180),
        Aim(
            "HTML of learner and public pages ≤ 40 kB",
            f"{results.weight(heaviest) / 1000:.1f} kB ({heaviest})",
            results.weight(heaviest) <= 40_000,
        ),
    ]
    if results.growth:
        learners = [request.name for request in REQUESTS if request.grows and not request.is_staffs]
        worst = max(learners, key=lambda name: _growth(results.growth[name]))
        sizes = list(results.growth[worst])
        factor = _growth(results.growth[worst])
        found.append(
            Aim(
                f"learners' and public requests ≤ 1.25 × from {sizes[0]} to {sizes[-1]} enrolments",
                f"{factor:.2f} × ({worst})",
                factor <= 1.25,
            )
        )
    told = ", ".join(f"{number} × {fault}" for fault, number in results.faults.items())
    found.append(Aim("no request fails", told or "none", not told))
    return found


def _ratio(results: Results, name: str, most: float) -> Aim:
    found = results.ratio(name)
    return Aim(f"{name} ≤ {most} × the bare Wagtail page in CPU", f"{found:.2f} ×", found <= most)


def _statements(results: Results, name: str, most: int) -> Aim:
    counted = results.statements.get(name) or (0, 0)
    return Aim(f"{name} ≤ {most} SQL", _sql(results, name), 0 < counted[0] <= most)


def _sql(results: Results, name: str) -> str:
    counted = results.statements.get(name)
    if counted is None:
        return ""
    return f"{counted[0]} + {counted[1]}" if counted[1] else str(counted[0])


def _growth(row: dict[int, float]) -> float:
    sizes = list(row)
    return row[sizes[-1]] / (row[sizes[0]] or 1)


def text(results: Results) -> str:
    """Return the section of one kind of database."""
    parts = [f"## {KINDS[results.kind]}", _aims_table(results), _table(results)]
    parts.append(
        "Peak memory of a worker: "
        + ", ".join(f"{name} {mib:.0f} MiB" for name, mib in results.peak_mib.items())
        + "."
    )
    if results.growth:
        parts.append(_growth_table(results))
    if results.issued:
        parts.append(results.issued)
    return "\n\n".join(parts)


def _aims_table(results: Results) -> str:
    rows = ["| aim | measured | |", "| --- | --- | --- |"]
    rows += [
        f"| {a.text} | {a.found} | {'met' if a.is_met else '**missed**'} |" for a in aims(results)
    ]
    return "\n".join(rows)


def _table(results: Results) -> str:
    levels = " / ".join(map(str, LEVELS))
    head = (
        f"| request | SQL | median ms | p95 ms | req/s at {levels} clients | p95 ms at {LEVELS[-1]} "
        "| CPU-ms web + database | × bare Wagtail page | bytes |"
    )
    rows = [head, "| --- |" + " ---: |" * 8]
    for name in [
        HELLO.name,
        FLOOR.name,
        *(n for n in results.figures if n not in (FLOOR.name, HELLO.name)),
    ]:
        found = results.figures[name]
        web, database = cpu_ms(found)
        cpu = f"{web:.1f} + {database:.1f}" if results.kind == "postgresql" else f"{web:.1f}"
        rows.append(
            f"| {name} | {_sql(results, name)} "
            f"| {found[1].median_ms:.2f} | {found[1].p95_ms:.2f} "
            f"| {' / '.join(f'{found[level].rate:.0f}' for level in LEVELS)} "
            f"| {found[LEVELS[-1]].p95_ms:.1f} | {cpu} | {results.ratio(name):.2f} "
            f"| {results.weight(name)} |"
        )
    return "\n".join(rows)


def _growth_table(results: Results) -> str:
    sizes = list(next(iter(results.growth.values())))
    rows = [
        "### As enrolments grow",
        "",
        "Median ms with one client; the servers take turns request by request.",
        "",
        f"| request | {' | '.join(f'{size:,}'.replace(',', ' ') for size in sizes)} | last : first |",
        "| --- |" + " ---: |" * (len(sizes) + 1),
    ]
    for name, row in results.growth.items():
        cells = " | ".join(f"{row[size]:.2f}" for size in sizes)
        rows.append(f"| {name} | {cells} | {_growth(row):.2f} |")
    return "\n".join(rows)


def machine() -> str:
    """Say on what was measured, without names."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    packages = ("Django", "wagtail", "gunicorn")
    return (
        f"{dt.date.today():%Y-%m-%d}; {os.cpu_count()} cores, {model}; Python {platform.python_version()}, "
        + ", ".join(f"{name.capitalize()} {version(name)}" for name in packages)
    )


def document(sections: list[str], notes: list[str]) -> str:
    """Return the whole report."""
    return "\n\n".join(["# Benchmarks", INTRODUCTION, *notes, *sections]) + "\n"


INTRODUCTION = """Written by `make bench BENCH=--write`, never by hand.

The product runs under its production server (gunicorn, 2 workers × 4 threads, with its background worker beside it) and takes turns with two
floors served the same way: a bare Django view without middleware, and a bare Wagtail page: the project template's middleware, a base template
without a menu, nobody signed in, as many blocks of the same text as our module page. Every client keeps one connection and a session of its own. The load client takes its
CPU from the same machine, so requests per second compare only within a table; the ratio of CPU time to the bare Wagtail page is
what to look at. SQL counts what asks or changes something; after the plus, what frames transactions (BEGIN, COMMIT, savepoints). Attendance is saved for the first time each time
(30 new marks for one block of the day, 60 for both), each enrolment is another person's, each quiz submit begins a new attempt and submits it (counted: the submission). A login is the form, its sending and the page after it."""
