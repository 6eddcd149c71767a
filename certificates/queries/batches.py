"""Who of a group will get a certificate, and how far an order has come."""

from dataclasses import dataclass

from certificates.models import Certificate, CertificateBatch
from certificates.queries.eligibility import eligibility_of_many
from certificates.queries.terms import Eligibility, condition_label
from people.models import Person
from scheduling.models import TrainingGroup


@dataclass(frozen=True)
class Candidate:
    """A person of the group with the answer about them."""

    person: Person
    eligibility: Eligibility
    certificate: Certificate | None = None


@dataclass(frozen=True)
class GroupPreview:
    """The people of a group: who is due, who already has a certificate, who is not there yet."""

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


def group_preview(group: TrainingGroup) -> GroupPreview:
    """Sort the group's people into those lists, in a fixed number of queries."""
    programme = group.cohort.programme
    people = list(Person.objects.filter(pk__in=group.enrolments.seated().values("person")))
    answers = eligibility_of_many([person.pk for person in people], programme)
    valid = {
        certificate.person_id: certificate
        for certificate in Certificate.objects.valid()
        .filter(programme=programme, person__in=people)
        .defer("snapshot", "evidence")
    }
    preview = GroupPreview([], [], [], [])
    for person in people:
        candidate = Candidate(person, answers[person.pk], valid.get(person.pk))
        _list_of(preview, candidate).append(candidate)
    return preview


def _list_of(preview: GroupPreview, candidate: Candidate) -> list[Candidate]:
    if candidate.certificate is not None:
        return preview.issued
    if candidate.eligibility.is_met:
        return preview.ready
    if candidate.eligibility.is_just_short:
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


def batches_of(group: TrainingGroup) -> list[CertificateBatch]:
    """Return the group's orders, newest first."""
    return list(CertificateBatch.objects.filter(group=group).select_related("requested_by")[:10])


def years_of_issue() -> list[int]:
    """Return the years in which certificates were issued, newest first."""
    years = Certificate.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())
