"""Numbers without gap or duplicate, on either database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, models, transaction

from certificates.actions import freeze
from certificates.actions.issue import issue_certificate
from certificates.actions.numbering import printed_number, take_number
from certificates.models import Certificate, NumberCounter
from tests.factories import certificates, people

ISSUERS = 50
on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
)


class PrinterOnFire(Exception):
    """The fault we put between taking the number and storing the certificate."""


def in_parallel(tasks):
    """Run every task in a thread of its own, all released together; return what each raised."""
    barrier = threading.Barrier(len(tasks))

    def work(task):
        try:
            connection.ensure_connection()
            barrier.wait(60)
            task()
        except Exception as fault:  # noqa: BLE001
            return fault
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(work, tasks))


def test_number_is_printed_with_series_year_and_six_digits():
    assert printed_number(series="DDJ", year=2026, sequence=123) == "DDJ-2026-000123"


@pytest.mark.django_db
def test_numbers_start_at_one_in_each_series_and_year():
    assert [take_number(series="DDJ", year=2026) for _ in range(3)] == [1, 2, 3]
    assert take_number(series="DDJ", year=2027) == 1
    assert take_number(series="ABC", year=2026) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_issuers_at_once_leave_no_gap_and_no_duplicate(monkeypatch):
    manager = people.user("programme_manager")
    group = certificates.trained_group()
    persons = [certificates.due_person(group, manager, email="") for _ in range(ISSUERS)]
    unlucky = {person.pk for person in persons[::10]}

    def print_or_burn(certificate):
        if certificate.person_id in unlucky:
            raise PrinterOnFire
        return b"%PDF-1.7"

    monkeypatch.setattr(freeze, "render_certificate", print_or_burn)

    def issuing(person):
        return lambda: issue_certificate(
            person=person, programme=group.cohort.programme, group=group, by=manager
        )

    faults = in_parallel([issuing(person) for person in persons])
    assert sorted(type(fault).__name__ for fault in faults if fault) == ["PrinterOnFire"] * 5
    numbers = list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, ISSUERS - 5 + 1))
    assert NumberCounter.objects.get().last_number == ISSUERS - 5


@pytest.mark.django_db(transaction=True)
def test_ten_issuers_of_one_person_give_one_certificate(monkeypatch):
    manager = people.user("programme_manager")
    group = certificates.trained_group()
    person = certificates.due_person(group, manager, email="")
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    faults = in_parallel(
        [
            lambda: issue_certificate(
                person=person, programme=group.cohort.programme, group=group, by=manager
            )
        ]
        * 10
    )
    assert sorted(type(fault).__name__ for fault in faults if fault) == ["AlreadyIssued"] * 9
    assert Certificate.objects.get().sequence == 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_the_twin_that_takes_the_highest_plus_one_collides():
    """The test above would notice: without the counter's lock, issuers take equal numbers."""
    NumberCounter.objects.create(series="DDJ", year=2026, last_number=0)
    taken = []
    both_have_read = threading.Barrier(2)

    def take_highest_plus_one():
        with transaction.atomic():
            highest = NumberCounter.objects.aggregate(top=models.Max("last_number"))["top"]
            both_have_read.wait(30)
            NumberCounter.objects.update(last_number=highest + 1)
            taken.append(highest + 1)

    assert in_parallel([take_highest_plus_one] * 2) == [None, None]
    assert taken == [1, 1]
