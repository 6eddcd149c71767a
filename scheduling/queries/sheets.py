"""What an attendance sheet of a block says, as JSON: frozen with the sheet when it is printed."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.latvian import nfc
from people.models import Person
from scheduling.models import AttendanceChain, Session, SessionBlock
from scheduling.queries.roster import Roster, roster

BLANK_LINES = 3


def sheet_content(block: SessionBlock, *, language: str) -> dict[str, Any]:
    """Return everything the sheet of the block would say if it were printed now."""
    session = block.session
    expected = roster(session)
    groups = list(session.groups.order_by("code"))
    trainers = Person.objects.filter(sessions_taught=session) or Person.objects.filter(
        training_groups__in=groups
    )
    with override(language):
        return {
            "groups": [{"code": group.code, "name": group.name} for group in groups],
            "day": {"code": session.day.code, "title": session.day.local_title},
            "date": session.date.isoformat(),
            "part": block.block.part,
            "starts": f"{timezone.localtime(block.starts_at):%H:%M}",
            "ends": f"{timezone.localtime(block.ends_at):%H:%M}",
            "venue": _place(block),
            "trainers": [nfc(person.full_name) for person in trainers.distinct()],
            "grace_minutes": session.day.programme.grace_minutes,
            "blank_lines": BLANK_LINES,
            "rows": _rows(expected),
        }


def ledger_position(session: Session) -> int:
    """Return how many rows the session's ledger of marks has."""
    chain = AttendanceChain.objects.filter(session=session).first()
    return chain.length if chain else 0


def _place(block: SessionBlock) -> str:
    session = block.session
    if session.day.mode == "online":
        return _("Online")
    return session.venue.name if session.venue else ""


def _rows(expected: Roster) -> list[dict[str, Any]]:
    return [
        {
            "person": row.person.pk,
            "name": nfc(row.person.full_name),
            "municipality": str(row.person.municipality or ""),
            # Two people of one name are told apart on paper as they are on the roster.
            "birth_year": row.person.birth_year if row.has_namesake else None,
        }
        for row in expected.rows
    ]
