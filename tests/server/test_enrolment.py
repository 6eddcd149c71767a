"""200 people press the button at once, through the production server."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.apps import WITHOUT_LOCK
from tests.server.client import SESSION, Answer, Browser
from tests.server.processes import product
from tests.template import ON_SQLITE

pytestmark = pytest.mark.server
Scene = Callable[..., dict[str, Any]]


async def enrol_all_at_once(port: int, group: int, sessions: list[str]) -> list[Answer]:
    browsers = [Browser(port, {SESSION: key}) for key in sessions]
    await asyncio.gather(*[browser.connect() for browser in browsers])
    answers = await asyncio.gather(*[b.post(f"/lv/enrol/{group}/", {}) for b in browsers])
    for browser in browsers:
        await browser.close()
    return answers


def press_the_button(scene: Scene, env: dict[str, str], log: Path) -> list[Answer]:
    made = scene("applicants")
    with product(env, log, workers=4, threads=4) as server:
        return asyncio.run(enrol_all_at_once(server.port, made["group"], made["sessions"]))


def test_thirty_of_two_hundred_get_the_thirty_seats_and_the_others_a_place_in_line(
    scene: Scene, env: dict[str, str], tmp_path: Path
):
    answers = press_the_button(scene, env, tmp_path / "log")

    assert {answer.status for answer in answers} == {302}
    assert {answer.header("location") for answer in answers} == {"/lv/my/"}
    assert scene("places") == {
        "confirmed": 30,
        "positions": list(range(1, 171)),
        "people": 200,
    }


@pytest.mark.skipif(ON_SQLITE, reason="SQLite lets one transaction write at a time, locks or not")
def test_without_the_lock_seats_are_oversold(scene: Scene, env: dict[str, str], tmp_path: Path):
    env[WITHOUT_LOCK] = "1"

    answers = press_the_button(scene, env, tmp_path / "log")

    assert {answer.status for answer in answers} == {302}
    assert scene("places")["confirmed"] > 30
