"""Fifty certificates issued by four processes at once."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.processes import ROOT

pytestmark = pytest.mark.server
SHARES = [(0, 13), (13, 13), (26, 12), (38, 12)]


def test_fifty_certificates_from_four_processes_have_numbers_without_gap_or_duplicate(
    scene: Callable[..., dict[str, Any]], env: dict[str, str], tmp_path: Path
):
    scene("graduates")
    issuers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.server.inside",
                "tests.server.scenes",
                "issue",
                str(first),
                str(count),
                str(tmp_path),
            ],
            env=env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first, count in SHARES
    ]
    try:
        end = time.monotonic() + 60
        while len(list(tmp_path.glob("ready-*"))) < len(SHARES):
            assert time.monotonic() < end
            time.sleep(0.05)
        (tmp_path / "go").touch()
        told = [issuer.communicate(timeout=60)[0] for issuer in issuers]
    finally:
        for issuer in issuers:
            issuer.kill()
            issuer.communicate()

    assert [issuer.returncode for issuer in issuers] == [0, 0, 0, 0]
    numbers = [number for text in told for number in json.loads(text)["numbers"]]
    assert sorted(numbers) == list(range(1, 51))
