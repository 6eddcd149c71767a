"""make bench: measures the product against its floors; --write puts the result into docs/."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tests.bench import report
from tests.bench.issuing import issue_cohort
from tests.bench.measure import LEVELS, Effort, Figures, measure
from tests.bench.plan import FLOOR, HELLO, REQUESTS, Request, Target, count_statements
from tests.bench.report import Results
from tests.bench.stage import Stage
from tests.databases import postgres_is_there
from tests.server.processes import ROOT

DOCUMENT = ROOT / "docs" / "benchmarks.md"
FLOORS_EVERY = 4  # requests between two measurements of the floors
COHORT = 300
TURNS_SECONDS, FEWEST_TURNS = 20, 5  # of one request of the growth table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="a few minutes, rougher")
    parser.add_argument("--sqlite-only", action="store_true")
    parser.add_argument("--certificates", action="store_true", help="only a cohort's certificates")
    options = parser.parse_args()
    started = time.monotonic()
    kinds, notes = ["sqlite"], [report.machine()]
    if options.sqlite_only:
        notes.append("PostgreSQL was left out on request.")
    elif postgres_is_there():
        kinds.append("postgresql")
    else:
        notes.append(
            "PostgreSQL was left out: no server answers at 127.0.0.1:5432 or DATABASE_URL."
        )
    if options.quick:
        notes.append("A quick run: few repetitions, growth to 13 600 only.")
    sections = []
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            stage = Stage(kind, Path(folder))
            if options.certificates:
                sys.stdout.write(f"{kind}: {issue_cohort(stage, COHORT).text()}\n")
                continue
            sections.append(report.text(bench(stage, quick=options.quick)))
        sys.stdout.write(f"\n{sections[-1]}\n\n")
    notes.append(f"The run took {(time.monotonic() - started) / 60:.0f} minutes.")
    if options.write and sections:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(report.document(sections, notes))
    sys.stdout.write("\n".join(notes) + "\n")


def bench(stage: Stage, *, quick: bool) -> Results:
    """Measure everything on one kind of database."""
    sizes = [300, 13_600] if quick else [300, 13_600, 300_000]
    results = Results(stage.kind)
    try:
        _say(f"{stage.kind}: making databases")
        scene = stage.build(sizes)
        stage.build_floor(scene)
        with stage.product("base", scene) as product, stage.floors() as (page, hello):
            asyncio.run(_load(results, product, page, hello, quick=quick))
        asyncio.run(_grow(results, stage, sizes, scene, quick=quick))
        _say(f"{stage.kind}: certificates of a cohort")
        results.issued = issue_cohort(stage, 60 if quick else COHORT).text()
    finally:
        stage.remove(sizes)
    return results


async def _load(
    results: Results, product: Target, page: Target, hello: Target, *, quick: bool
) -> None:
    rounds, seconds, most = (1, 0.5, 24) if quick else (2, 2.5, 100)
    everything = [(HELLO, hello), (FLOOR, page), *((request, product) for request in REQUESTS)]
    for request, target in everything:
        results.statements[request.name] = await count_statements(request, target)
        results.figures[request.name] = {level: Figures() for level in LEVELS}
        if request.most > 12:
            await measure(request, target, Effort(16, 32, 3), Figures())  # every thread warm
    for turn in range(rounds):
        for n, request in enumerate(REQUESTS):
            _say(f"{results.kind}: round {turn + 1} of {rounds}: {request.name}")
            due = [(HELLO, hello), (FLOOR, page)] if n % FLOORS_EVERY == 0 else []
            for one, target in [*due, (request, product)]:
                for level, figures in results.figures[one.name].items():
                    await measure(one, target, Effort(level, most, seconds), figures)
    for request, _target in everything:
        _note_faults(results, request, results.figures[request.name].values())
    results.peak_mib = {
        "product": product.server.peak_mib,
        FLOOR.name: page.server.peak_mib,
        HELLO.name: hello.server.peak_mib,
    }


async def _grow(
    results: Results, stage: Stage, sizes: list[int], scene: dict, *, quick: bool
) -> None:
    """Send the learner's requests to servers of every size in turn."""
    with ExitStack() as stack:
        targets = {size: stack.enter_context(stage.product(str(size), scene)) for size in sizes}
        for request in (request for request in REQUESTS if request.grows):
            _say(f"{results.kind}: growth: {request.name}")
            found = await _take_turns(request, targets, 12 if quick else 80)
            results.growth[request.name] = {size: row.median_ms for size, row in found.items()}
            _note_faults(results, request, found.values())


async def _take_turns(
    request: Request, targets: dict[int, Target], turns: int
) -> dict[int, Figures]:
    found = {size: Figures() for size in targets}
    for target in targets.values():
        await measure(request, target, Effort(8, 24, 3), Figures())
    end = time.monotonic() + TURNS_SECONDS
    for turn in range(turns):
        if turn >= FEWEST_TURNS and time.monotonic() > end:
            break
        for size, target in targets.items():
            await measure(request, target, Effort(1, 1, 10), found[size])
    return found


def _note_faults(results: Results, request: Request, found: Iterable[Figures]) -> None:
    for figures in found:
        for fault, number in figures.faults.items():
            results.faults[f"{request.name}: {fault}"] += number


def _say(what: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")


if __name__ == "__main__":
    main()
