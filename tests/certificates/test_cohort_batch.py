"""Issuing for a whole cohort: both kinds, files of all, a look before issue."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificates.actions.batch import run_batch
from certificates.models import Certificate, CertificateBatch, CertificateDocument
from certificates.queries.batches import preview_of
from people.models import AuditEntry
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def second_group(group):
    made = scheduling.group(group.cohort)
    certificates.close(*scheduling.week(made))
    return made


def order(client, cohort, people_, **fields):
    way = reverse("certificates:cohort_preview", args=[cohort.pk])
    kind = fields.pop("kind", "competence")
    fields = {
        "nonce": uuid.uuid4(),
        "people": [one.pk for one in people_],
        "language": "lv",
    } | fields
    answer = client.post(f"{way}?kind={kind}", fields)
    if batch := CertificateBatch.objects.filter(state="waiting").first():
        run_batch(batch_id=batch.pk)
    return answer


def names(candidates):
    return sorted(one.person.given_name for one in candidates)


def test_the_cohort_is_sorted_over_all_groups(group, second_group, manager):
    certificates.due_person(group, manager, given_name="Gatava")
    certificates.due_person(second_group, manager, given_name="Arī")
    certificates.due_person(second_group, manager, blocks=7, given_name="Tuvu")
    certificates.due_person(group, manager, blocks=2, given_name="Tālu")
    scheduling.enrolment(group, person=people.person(given_name="Nekad"))

    found = preview_of(group.cohort)
    confirmed = preview_of(group.cohort, kind="attendance")

    assert names(found.ready) == ["Arī", "Gatava"]
    assert (names(found.just_short), names(found.not_yet)) == (["Tuvu"], ["Nekad", "Tālu"])
    assert names(confirmed.ready) == ["Tuvu", "Tālu"]
    assert names(confirmed.not_yet) == ["Arī", "Gatava", "Nekad"]


def test_whoever_can_still_earn_the_certificate_is_not_offered_a_confirmation(group, manager):
    certificates.due_person(group, manager, blocks=7, given_name="Tuvu")
    other = scheduling.group(group.cohort)
    scheduling.week(other, timezone.localdate() + dt.timedelta(days=7))

    confirmed = preview_of(group.cohort, kind="attendance")

    assert (names(confirmed.ready), names(confirmed.not_yet)) == ([], ["Tuvu"])


def test_one_press_issues_for_the_whole_cohort(staff, group, second_group, manager):
    due = [certificates.due_person(one, manager) for one in (group, second_group, second_group)]
    answer = order(staff, group.cohort, due)

    batch = CertificateBatch.objects.get()
    assert answer.headers["Location"] == reverse("certificates:batch", args=[batch.pk])
    assert (batch.state, batch.done_count, batch.refusals) == ("done", 3, [])
    issued = Certificate.objects.order_by("sequence")
    assert [(one.person, one.group, one.sequence) for one in issued] == [
        (due[0], group, 1),
        (due[1], second_group, 2),
        (due[2], second_group, 3),
    ]


def test_those_who_fall_short_get_a_confirmation_of_their_hours(staff, group, manager):
    short = certificates.due_person(group, manager, blocks=3, family_name="Ķirse")
    order(staff, group.cohort, [short], kind="attendance", language="both")

    issued = Certificate.objects.get()
    assert (issued.kind, issued.snapshot["hours"]["credited"]) == ("attendance", "12.00")
    pages = [
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(bytes(issued.document.pdf))).pages
    ]
    assert len(pages) == 4
    assert "APLIECINĀJUMS" in pages[0]
    assert "Tas neapliecina programmas apguvi." in pages[0]
    assert "CONFIRMATION" in pages[2]
    assert "It does not confirm completion of the programme." in pages[2]


def test_a_confirmation_does_not_stand_in_the_way_of_the_certificate(staff, group, manager):
    person = certificates.due_person(group, manager, blocks=7)
    order(staff, group.cohort, [person], kind="attendance")
    certificates.attend(person, certificates.blocks_of(group)[7:], manager)
    order(staff, group.cohort, [person])
    order(staff, group.cohort, [person], kind="attendance")

    assert sorted(Certificate.objects.values_list("kind", "state")) == [
        ("attendance", "valid"),
        ("competence", "valid"),
    ]
    assert CertificateBatch.objects.first().refusals[0]["reason"] == "already_issued"


def test_somebody_without_a_place_in_the_cohort_is_refused(staff, group, manager):
    certificates.due_person(group, manager)
    answer = order(staff, group.cohort, [people.person()])

    assert answer.status_code == 200
    assert "Kādam no saraksta šeit nav vietas." in answer.content.decode()
    assert CertificateBatch.objects.count() == 0


@pytest.mark.parametrize("kind", ["competence", "attendance"])
def test_the_preview_asks_the_same_of_the_database(
    staff, group, manager, kind, django_assert_max_num_queries
):
    way = reverse("certificates:cohort_preview", args=[group.cohort.pk])
    certificates.due_person(group, manager)
    certificates.due_person(group, manager, blocks=4)
    counted = []
    for _ in range(3):
        staff.get(way, {"kind": kind})
        with django_assert_max_num_queries(60) as counting:
            staff.get(way, {"kind": kind})
        counted.append(len(counting))
        for _more in range(5):
            certificates.due_person(group, manager, blocks=4)

    assert len(set(counted)) == 1, counted


def files_in(answer):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


def test_all_of_an_order_as_files(staff, group, manager):
    ogre = people.municipality(name="Ogres novads")
    due = [
        certificates.due_person(group, manager, family_name=name, municipality=place)
        for name, place in (("Žagare", ogre), ("Ābola", ogre), ("Bez", None))
    ]
    order(staff, group.cohort, due)
    batch = CertificateBatch.objects.get()
    whole = files_in(staff.get(reverse("certificates:batch_zip", args=[batch.pk])))
    printed = files_in(staff.get(reverse("certificates:batch_print", args=[batch.pk])))

    assert whole == {
        f"{one.certificate.number}.pdf": bytes(one.pdf)
        for one in CertificateDocument.objects.select_related("certificate")
    }
    assert {name: len(PdfReader(io.BytesIO(pdf)).pages) for name, pdf in printed.items()} == {
        "Bez_pašvaldības.pdf": 2,
        "Ogres_novads.pdf": 4,
    }
    first = PdfReader(io.BytesIO(printed["Ogres_novads.pdf"])).pages[0].extract_text()
    assert "Ābola" in first
    assert AuditEntry.objects.filter(action="certificates.download_batch").count() == 2


def test_a_look_before_issue_numbers_and_stores_nothing(staff, group, manager):
    person = certificates.due_person(group, manager, given_name="Žanete", family_name="Ķirse")
    answer = staff.get(reverse("certificates:sample", args=[group.pk, person.pk]))

    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert ("Žanete Ķirse" in text, "PARAUGS, nav derīgs" in text) == (True, True)
    assert Certificate.objects.count() == 0


def test_a_look_at_what_is_not_due_says_so(staff, group, manager):
    person = certificates.due_person(group, manager, blocks=2)
    answer = staff.get(reverse("certificates:sample", args=[group.pk, person.pk]), follow=True)

    assert "Nosacījumi nav izpildīti, tāpēc nav ko parādīt." in answer.content.decode()
