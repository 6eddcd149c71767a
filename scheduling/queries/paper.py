"""The paper of a session: its sheets, scans, counts, and their differences from the marks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q

from people.models import Person
from scheduling.models import (
    AttendanceMark,
    AttendanceSheet,
    CountedSignature,
    DifferenceNote,
    Session,
    SessionBlock,
    SheetScan,
    SignatureCount,
)
from scheduling.queries.differences import Kind, compare
from scheduling.queries.roster import people_of


@dataclass(frozen=True)
class Difference:
    """One thing that paper and ledger say differently, with the note that explains it, if any."""

    kind: Kind
    person: Person | None
    mark: AttendanceMark | None
    blank_signed: int
    note: DifferenceNote | None
    is_waiting: bool = False  # a correction is proposed and no second person has decided

    @property
    def is_open(self) -> bool:
        return self.note is None


@dataclass
class SheetPaper:
    """A printed sheet with what came back of it."""

    sheet: AttendanceSheet
    scans: list[SheetScan] = field(default_factory=list)
    superseded: list[SheetScan] = field(default_factory=list)
    counts: list[SignatureCount] = field(default_factory=list)
    unsigned: list[Person] = field(default_factory=list)  # by the count that holds

    @property
    def count(self) -> SignatureCount | None:
        """The count that holds: the newest."""
        return self.counts[-1] if self.counts else None

    @property
    def missing_pages(self) -> list[int]:
        """The pages that no scan has come back of."""
        have = {scan.sheet_page for scan in self.scans}
        return [page for page in range(1, self.sheet.pages + 1) if page not in have]


@dataclass
class BlockPaper:
    """The paper of one block with its differences."""

    block: SessionBlock
    sheets: list[SheetPaper]
    differences: list[Difference]

    @property
    def open(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.is_open]

    @property
    def is_counted(self) -> bool:
        return any(paper.counts for paper in self.sheets)


def paper_of(session: Session) -> list[BlockPaper]:
    """Return each block of the session with its paper, in as many statements for any number."""
    blocks = list(session.blocks.select_related("block__day__programme"))
    papers = _sheets(blocks)
    signed = _signed(papers.values())
    marks = _marks(blocks)
    notes: dict[int, list[DifferenceNote]] = defaultdict(list)
    for note in DifferenceNote.objects.filter(block__in=blocks).select_related(
        "person", "noted_by__person"
    ):
        notes[note.block_id].append(note)
    people = {person.pk: person for person in people_of(session).select_related("municipality")}
    _add_strangers(people, signed)
    for paper in papers.values():
        counted = signed[paper.sheet.pk].items()
        paper.unsigned = [people[person] for person, has_signed in counted if not has_signed]
    waiting = set(
        AttendanceMark.objects.filter(session=session)
        .awaiting_decision()
        .values_list("block", "person")
    )
    made = []
    for block in blocks:
        own = [paper for paper in papers.values() if paper.sheet.block_id == block.pk]
        found = _differences(own, signed, marks[block.pk], people, notes[block.pk])
        found = [
            replace(one, is_waiting=one.person is not None and (block.pk, one.person.pk) in waiting)
            for one in found
        ]
        made.append(BlockPaper(block, own, found))
    return made


def _sheets(blocks: list[SessionBlock]) -> dict[int, SheetPaper]:
    sheets = AttendanceSheet.objects.filter(block__in=blocks).select_related("printed_by__person")
    papers = {sheet.pk: SheetPaper(sheet) for sheet in sheets}
    scans = SheetScan.objects.filter(sheet__in=papers).select_related(
        "file__uploaded_by__person", "assigned_by__person", "superseded_by__person"
    )
    for scan in scans:
        paper = papers[scan.sheet_id]  # type: ignore[index]  # filtered by sheet
        (paper.superseded if scan.superseded_at else paper.scans).append(scan)
    counts = SignatureCount.objects.filter(sheet__in=papers).select_related("counted_by__person")
    counts = counts.annotate(
        all_n=Count("signatures"), signed_n=Count("signatures", filter=Q(signatures__signed=True))
    )
    for count in counts:
        papers[count.sheet_id].counts.append(count)
    return papers


def _signed(papers: Iterable[SheetPaper]) -> dict[int, dict[int, bool]]:
    """Return who signed by the newest count of each sheet."""
    newest = {paper.count.pk: paper.sheet.pk for paper in papers if paper.count}
    signed: dict[int, dict[int, bool]] = defaultdict(dict)
    rows = CountedSignature.objects.filter(count__in=newest)
    for count, person, has_signed in rows.values_list("count", "person", "signed"):
        signed[newest[count]][person] = has_signed
    return signed


def _marks(blocks: list[SessionBlock]) -> dict[int, dict[int, AttendanceMark]]:
    marks: dict[int, dict[int, AttendanceMark]] = {block.pk: {} for block in blocks}
    for mark in AttendanceMark.objects.filter(block__in=blocks).current():
        marks[mark.block_id][mark.person_id] = mark
    return marks


def _add_strangers(people: dict[int, Person], signed: dict[int, dict[int, bool]]) -> None:
    """Add who stood on a sheet and has left the roster since."""
    gone = {person for counted in signed.values() for person in counted} - set(people)
    found = Person.objects.filter(pk__in=gone).select_related("municipality")
    people |= {person.pk: person for person in found}


def _differences(
    papers: list[SheetPaper],
    signed: dict[int, dict[int, bool]],
    marks: dict[int, AttendanceMark],
    people: dict[int, Person],
    notes: list[DifferenceNote],
) -> list[Difference]:
    counted = [paper.count for paper in papers if paper.count]
    if not counted:
        return []
    on_paper: dict[int, bool] = {}
    for count in counted:
        for person_id, has_signed in signed[count.sheet_id].items():
            on_paper[person_id] = on_paper.get(person_id, False) or has_signed
    found = [
        _difference(kind, people[person_id], marks.get(person_id), 0, notes)
        for person_id, kind in compare(
            on_paper, {pk: mark.shown_state for pk, mark in marks.items()}
        )
    ]
    found.sort(key=lambda d: (d.person.sort_key, d.person.pk) if d.person else ("", 0))
    blank = sum(count.blank_signed for count in counted)
    if blank:
        found.append(_difference(Kind.BLANK_LINES, None, None, blank, notes))
    return found


def _difference(
    kind: Kind,
    person: Person | None,
    mark: AttendanceMark | None,
    blank: int,
    notes: list[DifferenceNote],
) -> Difference:
    about = (kind.value, person and person.pk, mark and mark.pk, blank or None)
    note = next(
        (n for n in reversed(notes) if (n.kind, n.person_id, n.mark_id, n.blank_signed) == about),
        None,
    )
    return Difference(kind, person, mark, blank, note)
