"""Whether the attendance ledger is as it was written, and which row is not."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from scheduling.models import AttendanceChain, AttendanceMark, SessionBlock
from scheduling.models.chain import START, seal

logger = logging.getLogger(__name__)
CHUNK = 2000


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written; the mark is None where a row is missing."""

    session: int
    position: int
    mark: int | None
    what: str

    def __str__(self) -> str:
        named = f", mark {self.mark}" if self.mark is not None else ""
        return f"session {self.session}, row {self.position}{named}: {self.what}"


@dataclass(frozen=True)
class Anchor:
    """How far a session's ledger had come at some time, kept outside the database."""

    session: int
    length: int
    head: str


def anchors() -> list[Anchor]:
    """Return the ends of all chains that have rows, in order of session."""
    rows = AttendanceChain.objects.filter(length__gt=0).order_by("session")
    return [Anchor(*row) for row in rows.values_list("session", "length", "head")]


def ledger_faults(
    session: int | None = None, known: Iterable[Anchor] = ()
) -> Iterator[Fault | int]:
    """Read every chain and yield its faults, then the number of rows that were read.

    ``known`` are anchors from outside: each chain has to pass through its own. Reads rows in
    chunks, so that memory does not grow with the ledger.
    """
    marks = AttendanceMark.objects.order_by("session", "position")
    ends = AttendanceChain.objects.all()
    outside = {anchor.session: anchor for anchor in known}
    if session is not None:
        marks, ends = marks.filter(session=session), ends.filter(session=session)
    chains = {chain.pk: chain for chain in ends}
    block_sessions = _block_sessions()
    read = 0
    for pk, rows in groupby(marks.iterator(chunk_size=CHUNK), key=lambda mark: mark.session_id):
        chain = _Chain(pk, block_sessions, outside.pop(pk, None))
        for mark in rows:
            read += 1
            yield from chain.follow(mark)
        yield from chain.end(chains.pop(pk, None))
    for left in chains.values():
        if left.length:
            yield Fault(left.pk, 1, None, f"all {left.length} rows are missing")
    for anchor in outside.values():
        if session in {None, anchor.session}:
            yield Fault(anchor.session, 1, None, f"{anchor.length} rows known before are missing")
    yield read


def log_ledger_faults() -> int:
    """Write each fault of the whole ledger to the log as an error; return how many there are."""
    faults = [found for found in ledger_faults() if isinstance(found, Fault)]
    for fault in faults:
        logger.error("The attendance ledger was tampered with: %s", fault)
    return len(faults)


def _block_sessions() -> dict[int, int]:
    return dict(SessionBlock.objects.order_by().values_list("pk", "session_id"))


class _Chain:
    """One session's rows in their order, each held against the seal of the one before."""

    def __init__(self, session: int, blocks: dict[int, int], anchor: Anchor | None) -> None:
        self.session, self.blocks, self.anchor = session, blocks, anchor
        self.position, self.mark = 0, 0
        self.head = START
        # After a row whose seal was changed, the next one still follows from the true seal.
        self.heads = {START}

    def follow(self, mark: AttendanceMark) -> Iterator[Fault]:
        """Take the next row."""
        is_next = mark.position == self.position + 1
        if not is_next:
            what = f"rows {self.position + 1} to {mark.position - 1} are missing before it"
            yield self._fault(mark, what)
        if mark.pk <= self.mark:
            yield self._fault(mark, "its number is out of order")
        if self.blocks.get(mark.block_id) != self.session:
            yield self._fault(mark, "its block belongs to another session")
        sealed = {seal(mark, head) for head in self.heads}
        if mark.row_hash not in sealed and is_next:
            yield self._fault(mark, "it does not match its seal: it was changed")
        if (
            self.anchor
            and mark.position == self.anchor.length
            and mark.row_hash != self.anchor.head
        ):
            yield self._fault(mark, "it is not what the anchor from outside says")
        self.position, self.mark, self.head = mark.position, mark.pk, mark.row_hash
        self.heads = {mark.row_hash, *sealed} if is_next else {mark.row_hash}

    def end(self, chain: AttendanceChain | None) -> Iterator[Fault]:
        """Hold the last row against what is known of the end."""
        length = chain.length if chain else 0
        if length > self.position:
            what = f"rows {self.position + 1} to {length} are missing at the end"
            yield Fault(self.session, self.position + 1, None, what)
        elif chain is None or (length, chain.head, chain.last_mark) != (
            self.position,
            self.head,
            self.mark,
        ):
            what = "the end of the ledger says something else than its last row"
            yield Fault(self.session, self.position, self.mark, what)
        if self.anchor and self.anchor.length > self.position:
            what = f"rows up to {self.anchor.length}, known before, are missing"
            yield Fault(self.session, self.position + 1, None, what)

    def _fault(self, mark: AttendanceMark, what: str) -> Fault:
        return Fault(self.session, mark.position, mark.pk, what)
