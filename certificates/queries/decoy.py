"""A certificate that nobody holds: an unknown code is answered with the work it would cost."""

import datetime as dt
import json
from pathlib import Path

from certificates.models import Certificate

_SNAPSHOT = (Path(__file__).resolve().parents[1] / "content" / "decoy.json").read_text("utf-8")


def decoy() -> Certificate:
    """Return a certificate as the database would, with a snapshot that is read anew each time."""
    return Certificate(
        pk=0,
        person_id=0,
        programme_id=0,
        group_id=0,
        number="DDJ-0000-000000",
        verification_code="0" * 20,
        statement="0" * 240,
        sha256="0" * 64,
        issued_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        snapshot=json.loads(_SNAPSHOT),
    )
