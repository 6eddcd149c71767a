"""Thirty phones behind one address sign in and check in at once, through the production server."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Answer, Browser
from tests.server.processes import product

pytestmark = pytest.mark.server
Scene = Callable[..., dict[str, Any]]


async def come(port: int, name: str, password: str, token: str) -> list[Answer]:
    """Scan, sign in, come back and press the button."""
    phone, address = Browser(port), f"/lv/check-in/{token}/"
    asked = await phone.get(address)
    form = {"login": name, "password": password, "next": address}
    answers = [asked, await phone.post("/lv/login/", form), await phone.post(address, {})]
    await phone.close()
    return answers


async def come_all(port: int, made: dict[str, Any], token: str) -> list[list[Answer]]:
    everybody = [come(port, name, made["password"], token) for name in made["names"]]
    return await asyncio.gather(*everybody)


def test_thirty_phones_behind_one_address_are_all_let_in_and_marked(
    scene: Scene, env: dict[str, str], tmp_path: Path
):
    made = scene("arrivals")
    with product(env, tmp_path / "log", workers=4, threads=4) as server:
        token = scene("drawn")["token"]
        answers = asyncio.run(come_all(server.port, made, token))

    address = f"/lv/check-in/{token}/"
    led = {tuple(answer.header("location") for answer in steps) for steps in answers}
    assert led == {(f"/lv/login/?next={address}", address, "/lv/my/")}
    assert scene("arrived") == {"people": 30, "marks": [["present", "code"]], "rows": 30}
