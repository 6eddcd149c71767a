"""The chain that seals the attendance ledger: one per session, a SHA-256 over each row."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from scheduling.models.session import Session, SessionBlock

if TYPE_CHECKING:
    from scheduling.models.attendance import AttendanceMark

# What precedes the first row of every chain.
START = "0" * 64
# Every column of a row that means something, in the order in which they are sealed.
SEALED = (
    "session_id",
    "position",
    "block_id",
    "person_id",
    "status",
    "arrived_at",
    "left_at",
    "credited_hours",
    "standing",
    "why_held",
    "decides_id",
    "recorded_at",
    "device_at",
    "recorded_by_id",
    "source",
    "nonce",
    "reason",
)


class AttendanceChain(models.Model):
    """One row is the end of a session's ledger: how long it is and the seal of its last row.

    It shows that rows were cut off, which the rows themselves cannot, and is the lock under
    which rows are added.

    Personal data: none.
    """

    session = models.OneToOneField(
        Session,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="chain",
        verbose_name=_("session"),
    )
    length = models.PositiveIntegerField(_("rows"), default=0)
    head = models.CharField(_("seal of the last row"), max_length=64, default=START)
    last_mark = models.BigIntegerField(_("number of the last mark"), default=0)

    class Meta:
        verbose_name = _("end of a session's ledger")
        verbose_name_plural = _("ends of the sessions' ledgers")

    def __str__(self) -> str:
        return f"{self.session_id}: {self.length}"


def seal(mark: "AttendanceMark", before: str) -> str:
    """Return the SHA-256 over a row and the seal of the row before it, 64 hexadecimal digits."""
    facts = [before, *(_plain(getattr(mark, name)) for name in SEALED)]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Write a value as it will be written years later, whatever the database stores."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, (Decimal, float)):
        return f"{Decimal(value):.2f}"
    return str(value) if isinstance(value, str) else value


@transaction.atomic
def append(
    marks: list["AttendanceMark"],
    insert: Callable[..., list[Any]],
    batch_size: int | None = None,
    chain: AttendanceChain | None = None,
) -> list["AttendanceMark"]:
    """Add the marks at the ends of their chains, numbered and sealed; return them.

    ``chain`` is that of all the marks, if the caller has locked it already.
    """
    _name_sessions(marks)
    wanted = {mark.session_id for mark in marks}
    chains = {chain.pk: chain} if chain and wanted == {chain.pk} else _lock(wanted)
    for mark in marks:
        chain = chains[mark.session_id]
        chain.length += 1
        mark.position = chain.length
        mark.credited_hours = Decimal(mark.credited_hours)
        mark.row_hash = chain.head = seal(mark, chain.head)
    added = insert(marks, batch_size=batch_size)
    for mark in added:
        chains[mark.session_id].last_mark = mark.pk
    AttendanceChain.objects.bulk_update(
        chains.values(), ["length", "head", "last_mark"], batch_size=500
    )
    return added


def lock_chain(session_id: int) -> AttendanceChain:
    """Lock a session with the end of its ledger, and return the latter.

    Whoever changes the session's sheet or its ledger waits in line here; another session's
    people never do.
    """
    found = AttendanceChain.objects.select_related("session__day__programme").select_for_update(
        of=("self", "session")
    )
    chain = found.filter(pk=session_id).first()
    if chain is None:
        _lock({session_id})
        chain = found.get(pk=session_id)
    return chain


def _name_sessions(marks: list["AttendanceMark"]) -> None:
    """Give each mark the session of its block, which is the chain it belongs to."""
    unknown = {mark.block_id for mark in marks if not _has_block(mark)}
    session_of = dict(
        SessionBlock.objects.filter(pk__in=unknown).order_by().values_list("pk", "session_id")
        if unknown
        else ()
    )
    for mark in marks:
        mark.session_id = mark.block.session_id if _has_block(mark) else session_of[mark.block_id]


def _has_block(mark: "AttendanceMark") -> bool:
    return mark._meta.get_field("block").is_cached(mark)  # noqa: SLF001  # Django's documented door


def _lock(session_ids: set[int]) -> dict[int, AttendanceChain]:
    """Lock the ends of the chains in one order, making those that do not exist yet."""
    wanted = AttendanceChain.objects.select_for_update().order_by("pk")
    chains = {chain.pk: chain for chain in wanted.filter(pk__in=session_ids)}
    if missing := session_ids - chains.keys():
        AttendanceChain.objects.bulk_create(
            [AttendanceChain(session_id=pk) for pk in sorted(missing)], ignore_conflicts=True
        )
        chains |= {chain.pk: chain for chain in wanted.filter(pk__in=missing)}
    return chains
