"""Certificates whose evidence was corrected after they were issued: never changed, but shown."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from certificates.models import Certificate, CertificateRequest
from scheduling.models import AttendanceMark


@dataclass(frozen=True)
class ChangedMark:
    """A mark a certificate rests on, and what counts now in its place; None is unmarked."""

    was: AttendanceMark
    now: AttendanceMark | None


@dataclass(frozen=True)
class ReviewItem:
    """A valid certificate that says something else than the ledger does now."""

    certificate: Certificate
    hours_stated: Decimal
    hours_now: Decimal
    changed: list[ChangedMark]
    waiting: CertificateRequest | None

    @property
    def is_short(self) -> bool:
        """A certificate of competence whose hours no longer suffice: it cannot be replaced."""
        if self.certificate.kind != Certificate.Kind.COMPETENCE:
            return self.hours_now == 0
        return self.hours_now < self.certificate.programme.hours_needed


@dataclass(frozen=True)
class _Doubt:
    certificate: int
    hours_stated: Decimal
    hours_now: Decimal
    gone: list[int]  # evidence that no longer counts


def count_to_review() -> int:
    """Return how many certificates are to be reviewed."""
    return len(doubtful())


def doubtful() -> list[_Doubt]:
    """Return what is wrong with each valid certificate that rests on corrected marks, in order."""
    counted, hours = _ledger()
    doubts = []
    rows = Certificate.objects.valid().order_by("year", "sequence")
    for pk, person, programme, evidence, stated in rows.values_list(
        "pk", "person", "programme", "evidence", "snapshot__hours__credited"
    ):
        now = sum(hours[person, programme].values(), Decimal(0))
        gone = [mark for mark in evidence if mark not in counted]
        if gone or now != Decimal(stated):
            doubts.append(_Doubt(pk, Decimal(stated), now, gone))
    return doubts


def review_items(doubts: list[_Doubt]) -> list[ReviewItem]:
    """Return the certificates with what differs, in a fixed number of queries."""
    ids = [doubt.certificate for doubt in doubts]
    rows = Certificate.objects.select_related("person", "programme", "group").defer("evidence")
    certificates = rows.in_bulk(ids)
    changed = _changed([mark for doubt in doubts for mark in doubt.gone])
    requests = CertificateRequest.objects.filter(
        certificate__in=ids, state=CertificateRequest.State.WAITING
    )
    waiting = {request.certificate_id: request for request in requests}
    return [
        ReviewItem(
            certificate=certificates[doubt.certificate],
            hours_stated=doubt.hours_stated,
            hours_now=doubt.hours_now,
            changed=[changed[mark] for mark in doubt.gone if mark in changed],
            waiting=waiting.get(doubt.certificate),
        )
        for doubt in doubts
    ]


def _ledger() -> tuple[set[int], dict[tuple[int, int], dict[int, Decimal]]]:
    """Return the marks that count of everybody certified, and their best hours by block."""
    counted: set[int] = set()
    best: dict[tuple[int, int], dict[int, Decimal]] = defaultdict(dict)
    certified = Certificate.objects.valid().filter(
        person=OuterRef("person"), programme=OuterRef("block__block__day__programme")
    )
    marks = AttendanceMark.objects.filter(Exists(certified), credited_hours__gt=0).current()
    for pk, person, programme, block, hours in marks.order_by().values_list(
        "pk", "person", "block__block__day__programme", "block__block", "credited_hours"
    ):
        counted.add(pk)
        blocks = best[person, programme]
        blocks[block] = max(hours, blocks.get(block, Decimal(0)))
    return counted, best


def _changed(gone: list[int]) -> dict[int, ChangedMark]:
    marks = AttendanceMark.objects.filter(pk__in=gone).select_related(
        "block__block__day", "block__session"
    )
    found = list(marks)
    now = {
        (mark.block_id, mark.person_id): mark
        for mark in AttendanceMark.objects.filter(
            block__in={mark.block_id for mark in found},
            person__in={mark.person_id for mark in found},
        ).current()
    }
    return {mark.pk: ChangedMark(mark, now.get((mark.block_id, mark.person_id))) for mark in found}
