"""Who of a group or cohort will get a certificate, and how far an order has come."""

from dataclasses import dataclass

from certificates.models import Certificate, CertificateBatch
from certificates.queries.eligibility import eligibility_of_many
from certificates.queries.terms import Eligibility, condition_label
from people.models import Person
from scheduling.models import Cohort, Enrolment, TrainingGroup

Kind = Certificate.Kind


@dataclass(frozen=True)
class Candidate:
    """A person with their group and the answer about them."""

    person: Person
    group: TrainingGroup
    eligibility: Eligibility
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Preview:
    """The people of a group or cohort: due, served already, almost due, not there yet."""

    ready: list[Candidate]
    issued: list[Candidate]
    just_short: list[Candidate]
    not_yet: list[Candidate]


@dataclass(frozen=True)
class Refusal:
    """Somebody an order could not serve: why, in codes and words."""

    person: Person | None
    reason: str
    conditions: list[str]
    number: str


def preview_of(
    cohort: Cohort, group: TrainingGroup | None = None, kind: str = Kind.COMPETENCE
) -> Preview:
    """Sort the people of a group, or of the whole cohort, in a fixed number of queries.

    A confirmation of attendance is for those who fall short: who is due a certificate of
    competence, has one, or can still earn it, is not ready for it.
    """
    enrolments = (
        Enrolment.objects.seated()
        .filter(cohort=cohort, **({"group": group} if group else {}))
        .select_related("person", "group")
        .order_by("person__sort_key", "person_id")
    )
    seated = {enrolment.person_id: enrolment for enrolment in enrolments}
    answers = eligibility_of_many(list(seated), cohort.programme)
    valid = Certificate.objects.valid().filter(programme=cohort.programme, person__in=seated)
    held: dict[int, Certificate] = {}
    for certificate in valid.defer("snapshot", "evidence", "statement").order_by("kind"):
        if certificate.kind in {kind, Kind.COMPETENCE}:
            held[certificate.person_id] = certificate
    preview = Preview([], [], [], [])
    for pk, enrolment in seated.items():
        candidate = Candidate(enrolment.person, enrolment.group, answers[pk], held.get(pk))
        _list_of(preview, candidate, kind).append(candidate)
    return preview


def _list_of(preview: Preview, candidate: Candidate, kind: str) -> list[Candidate]:
    answer = candidate.eligibility
    if candidate.certificate is not None:
        return preview.issued
    if kind == Kind.ATTENDANCE:
        is_due = answer.may_be_confirmed and not answer.can_be_met
        return preview.ready if is_due else preview.not_yet
    if answer.is_met:
        return preview.ready
    if answer.is_just_short:
        return preview.just_short
    return preview.not_yet


def issued_by_batch(batch: CertificateBatch) -> list[Certificate]:
    """Return the certificates the order has led to so far, in the order of issue."""
    refused = {refusal["person"] for refusal in batch.refusals}
    served = [pk for pk in batch.person_ids[: batch.done_count] if pk not in refused]
    return list(
        Certificate.objects.filter(
            person__in=served,
            programme=batch.cohort.programme_id,
            kind=batch.kind,
            issued_at__gte=batch.requested_at,
        )
        .select_related("person")
        .defer("evidence")
        .order_by("series", "year", "sequence")
    )


def refusals_of(batch: CertificateBatch) -> list[Refusal]:
    """Return whom the order could not serve, and why."""
    people = Person.objects.in_bulk([refusal["person"] for refusal in batch.refusals])
    return [
        Refusal(
            person=people.get(refusal["person"]),
            reason=refusal["reason"],
            conditions=[condition_label(code) for code in refusal.get("conditions", [])],
            number=refusal.get("number", ""),
        )
        for refusal in batch.refusals
    ]


def batches_of(cohort: Cohort, group: TrainingGroup | None = None) -> list[CertificateBatch]:
    """Return the newest orders of the cohort, or of one group of it."""
    orders = CertificateBatch.objects.filter(cohort=cohort)
    if group is not None:
        orders = orders.filter(group=group)
    return list(orders.select_related("requested_by", "group")[:10])


def years_of_issue() -> list[int]:
    """Return the years in which certificates were issued, newest first."""
    years = Certificate.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())
