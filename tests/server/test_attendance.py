"""Marks that were acknowledged survive the server's death, and reach the disk before the answer."""

import asyncio
import datetime as dt
import os
import random
import re
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.server.apps import WITHOUT_SYNC
from tests.server.client import SESSION, Browser
from tests.server.processes import Server, product
from tests.template import ON_SQLITE

pytestmark = pytest.mark.server
Scene = Callable[..., dict[str, Any]]
# The suite kills the server a few times; KILLS=100 is what was shown when this was written.
KILLS = int(os.environ.get("KILLS", "4"))
PHONES, SAVES = 4, 40


class Phone:
    """A trainer's phone: sends a few marks at a time and remembers which were acknowledged."""

    def __init__(self, port: int, made: dict[str, Any], seed: int) -> None:
        self.browser = Browser(port, {SESSION: made["trainer"]})
        self.path = f"/lv/sessions/{made['session']}/phone/"
        self.rng = random.Random(seed)
        self.acknowledged: set[str] = set()
        self.roster: dict[str, Any] = {}

    async def open(self) -> None:
        answer = await self.browser.get(f"{self.path}roster.json")
        assert answer.status == 200, answer.body[:500]
        self.roster = answer.json()

    async def save(self) -> None:
        """Send one to five marks in one request."""
        marks = [self._mark() for _ in range(self.rng.randint(1, 5))]
        sent = {"owner": self.roster["owner"], "device_now": _now(), "marks": marks}
        headers = {"X-CSRFToken": self.roster["token"]}
        answer = await self.browser.post_json(f"{self.path}marks/", sent, headers)
        assert answer.status == 200, answer.body[:500]
        self.acknowledged |= {
            one["nonce"] for one in answer.json()["results"] if one["outcome"] == "counted"
        }

    def _mark(self) -> dict[str, Any]:
        return {
            "nonce": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)),
            "person": self.rng.choice(self.roster["people"])["id"],
            "block": self.rng.choice(self.roster["blocks"])["id"],
            "status": self.rng.choice(["present", "absent", "excused"]),
            "arrived": None,
            "left": None,
            "device_at": _now(),
            "seen": self.roster["length"],
        }

    async def save_until_cut_off(self) -> None:
        with suppress(OSError, EOFError, asyncio.IncompleteReadError):
            await self.open()
            while True:
                await self.save()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


async def save_until_killed(server: Server, made: dict[str, Any], seed: int) -> set[str]:
    """Let four phones save until the whole server is killed at some moment of it."""
    phones = [Phone(server.port, made, seed * PHONES + n) for n in range(PHONES)]
    saving = [asyncio.create_task(phone.save_until_cut_off()) for phone in phones]
    rng = random.Random(seed)
    enough = rng.randint(10, 80)
    while sum(len(phone.acknowledged) for phone in phones) < enough:  # noqa: ASYNC110  # the phones tell nobody
        await asyncio.sleep(0.002)
    await asyncio.sleep(rng.random() * 0.05)
    os.killpg(server.process.pid, signal.SIGKILL)
    await asyncio.gather(*saving)
    for phone in phones:
        await phone.browser.close()
    return set().union(*(phone.acknowledged for phone in phones))


def test_every_acknowledged_mark_survives_kill_nine(
    scene: Scene, env: dict[str, str], tmp_path: Path
):
    made = scene("classroom")
    acknowledged: set[str] = set()
    for seed in range(KILLS):
        with product(env, tmp_path / "log", workers=2, threads=2) as server:
            acknowledged |= asyncio.run(save_until_killed(server, made, seed))
            server.process.wait()
    kept = scene("ledger")
    assert acknowledged - set(kept["nonces"]) == set()
    assert kept["faults"] == []
    assert kept["integrity"] == "ok"
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, {len(kept['nonces'])} in the ledger")  # noqa: T201
    assert len(acknowledged) >= 10 * KILLS


def answers_and_syncs(trace: str) -> tuple[int, int]:
    """Count the 200 answers in a trace of one worker, and those that no sync came before."""
    answers = unsynced = 0
    is_synced = False
    for line in trace.splitlines():
        if re.search(r"\b(fsync|fdatasync)\(", line):
            is_synced = True
        elif '"HTTP/1.1 200' in line:
            answers += 1
            unsynced += not is_synced
            is_synced = False
    return answers, unsynced


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL's own processes write; see `SHOW fsync`")
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("is_safe", [True, False])
def test_a_sync_precedes_each_acknowledgement(
    is_safe: bool, scene: Scene, env: dict[str, str], tmp_path: Path
):
    """The twin writes as many a recipe has it, with synchronous=NORMAL, and is found out."""
    made = scene("classroom")
    if not is_safe:
        env[WITHOUT_SYNC] = "1"
    trace = tmp_path / "trace"
    with product(env, tmp_path / "log", workers=1, threads=1) as server:
        calls = "trace=fsync,fdatasync,sendto,sendmsg,write,writev"
        watched = [f"-p{pid}" for pid in server.web_pids()[1:]]
        watching = subprocess.Popen(
            ["strace", "-f", "-q", "-s", "20", "-e", calls, "-o", str(trace), *watched]
        )
        time.sleep(1)
        asyncio.run(_save_one_after_another(server.port, made))
        watching.terminate()
        watching.wait(10)
    answers, unsynced = answers_and_syncs(trace.read_text(errors="replace"))
    assert answers == SAVES + 1  # the first one gave the names, and wrote nothing
    print(f"{answers - 1} acknowledgements, {unsynced - 1} without a sync before them")  # noqa: T201
    if is_safe:
        assert unsynced == 1
    else:
        assert unsynced > SAVES / 2


async def _save_one_after_another(port: int, made: dict[str, Any]) -> None:
    phone = Phone(port, made, 1)
    await phone.open()
    for _ in range(SAVES):
        await phone.save()
    assert len(phone.acknowledged) >= SAVES
    await phone.browser.close()
