"""Certificates that wait for their seal: what readers are told, and sealing them once each."""

import datetime as dt
import hashlib
import io
import threading
import uuid

import pypdf
import pytest
from django.core import mail
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze, sealing
from certificates.actions.batch import order_batch
from certificates.actions.sealing import seal_document, seal_waiting
from certificates.exports.seals import SealFault, SealUnavailable
from certificates.exports.seals.file import FileSeal
from certificates.models import Certificate, CertificateDocument
from certificates.tasks import start_sealing
from lms.background import SCHEDULE, run_due
from people.models import AuditEntry
from tests.certificates.sealing import NAME, ServiceSeal, authority, seal_with, validate
from tests.certificates.test_numbering import in_parallel
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
SERVICE = "tests.certificates.sealing.ServiceSeal"


@pytest.fixture(autouse=True)
def _printing_is_quick(monkeypatch):
    writer, page = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(page)
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: page.getvalue())


@pytest.fixture
def service(settings, tmp_path, monkeypatch):
    """Let a service seal: out of order until it is mended; it counts what it was asked."""
    seal_with(settings, tmp_path, authority().seal_file())
    settings.CERTIFICATE_SEAL = SERVICE
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(ServiceSeal, "is_down", True)
    monkeypatch.setattr(ServiceSeal, "asked", [])
    return ServiceSeal


@pytest.fixture
def waiting(service, group, manager):
    return certificates.certificate(group, manager, email="anna@example.invalid")


def state_of(certificate):
    found = Certificate.objects.select_related("document").get(pk=certificate.pk)
    return found.document.awaits_seal, found.document.seal, found.sha256


def test_what_waits_is_numbered_but_has_no_hash_seal_or_letter(waiting, service):
    assert waiting.sequence == 1
    assert state_of(waiting) == (True, "", "")
    assert (mail.outbox, service.asked) == ([], [])


def test_it_is_sealed_after_the_commit_and_the_person_told_then(
    service, group, manager, django_capture_on_commit_callbacks
):
    service.is_down = False
    with django_capture_on_commit_callbacks(execute=True):
        certificate = certificates.certificate(group, manager, email="anna@example.invalid")
        assert mail.outbox == []

    document = CertificateDocument.objects.get(pk=certificate.pk)
    digest = hashlib.sha256(bytes(document.pdf)).hexdigest()
    assert state_of(certificate) == (False, NAME, digest)
    assert validate(bytes(document.pdf), authority()).bottom_line
    assert [letter.to for letter in mail.outbox] == [["anna@example.invalid"]]
    line = AuditEntry.objects.get(action="certificates.seal")
    assert (line.actor, line.object_id) == (None, str(certificate.pk))
    assert line.after == {"number": certificate.number, "seal": NAME, "sha256": digest}


def test_a_file_seals_at_once_and_the_person_is_told_at_once(service, group, manager, settings):
    settings.CERTIFICATE_SEAL = "file"

    certificate = certificates.certificate(group, manager, email="anna@example.invalid")

    assert state_of(certificate)[:2] == (False, NAME)
    assert len(mail.outbox) == 1
    assert not AuditEntry.objects.filter(action="certificates.seal").exists()


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_download_of_what_waits_says_so(waiting, client, manager, language):
    client.force_login(manager)

    answer = client.get(f"/{language}/certificates/{waiting.pk}/pdf/")

    assert (answer.status_code, answer.headers["Content-Language"]) == (409, language)
    assert waiting.number in answer.content.decode()
    assert next(used.name for used in answer.templates) == "certificates/awaits_seal.html"


def test_pages_say_that_it_waits_and_offer_no_download(waiting, client, manager):
    client.force_login(manager)
    sentence = "The PDF can be downloaded as soon as it has its electronic seal."

    page = client.get(f"/en/certificates/{waiting.pk}/").content.decode()
    of_person = client.get(f"/en/people/{waiting.person_id}/certificate/").content.decode()

    assert (page.count(sentence), of_person.count(sentence)) == (1, 1)
    address = f"/en/certificates/{waiting.pk}/pdf/"
    assert (page.count(address), of_person.count(address)) == (0, 0)


def test_the_batch_page_counts_what_waits(
    service, client, group, manager, django_capture_on_commit_callbacks
):
    persons = [certificates.due_person(group, manager) for _ in range(3)]
    nonce, ids = uuid.uuid4(), [person.pk for person in persons]
    with django_capture_on_commit_callbacks(execute=True):
        batch = order_batch(
            cohort=group.cohort, group=group, person_ids=ids, nonce=nonce, by=manager
        )
    client.force_login(manager)
    address = f"/en/certificates/batch/{batch.pk}/"

    before = client.get(address)
    service.is_down = False
    seal_waiting()
    after = client.get(address)

    assert (before.context["waiting"], after.context["waiting"]) == (3, 0)
    assert "3 certificates wait for their electronic seal" in before.content.decode()
    assert "wait" not in after.content.decode().split("<main")[1].split("</main")[0]


def test_a_public_check_knows_what_waits(waiting, client):
    answer = client.get(reverse("verify", args=[waiting.verification_code]), {"format": "json"})

    assert answer.json()["status"] == "valid"


def test_a_service_out_of_order_for_all_of_twenty_issues(
    service, group, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        issued = [
            certificates.certificate(group, manager, email=f"p{n}@example.invalid")
            for n in range(20)
        ]
    numbers = list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, 21))
    assert CertificateDocument.objects.filter(awaits_seal=True).count() == 20
    assert mail.outbox == []
    assert len(service.asked) == 1  # whoever is refused once does not ask for each

    assert (seal_waiting(), len(service.asked)) == (0, 2)
    service.is_down, service.asked[:] = False, []
    assert (seal_waiting(), seal_waiting()) == (20, 0)

    assert service.asked == [certificate.number for certificate in issued]
    assert not CertificateDocument.objects.filter(awaits_seal=True).exists()
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 20
    assert AuditEntry.objects.filter(action="certificates.seal").count() == 20


def test_the_schedule_seals_what_waits_within_a_minute(waiting, service):
    service.is_down = False
    [recurring] = [one for one in SCHEDULE if one.name == "seal waiting certificates"]

    done = run_due([recurring])

    assert (done, recurring.every) == (["seal waiting certificates"], dt.timedelta(minutes=1))
    assert state_of(waiting)[:2] == (False, NAME)


def test_a_run_with_nothing_to_seal_asks_nobody(service):
    start_sealing()

    assert service.asked == []


def test_sealing_again_changes_nothing(waiting, service):
    service.is_down = False

    assert seal_document(certificate_id=waiting.pk)
    once = state_of(waiting)
    assert not seal_document(certificate_id=waiting.pk)

    assert (state_of(waiting), len(service.asked), len(mail.outbox)) == (once, 1, 1)


@pytest.mark.parametrize(("minutes", "is_sealed"), [(1, False), (9, False), (11, True)])
def test_what_a_dead_worker_had_taken_is_sealed_after_ten_minutes(
    waiting, service, minutes, is_sealed
):
    service.is_down = False
    CertificateDocument.objects.update(sealing_since=timezone.now() - dt.timedelta(minutes=minutes))

    assert seal_waiting() == is_sealed


def test_whoever_was_taken_for_dead_and_comes_back_changes_nothing(waiting, service):
    service.is_down = False
    pdf, name = sealing._sealed(waiting.pk)
    seal_document(certificate_id=waiting.pk)
    once = state_of(waiting)

    assert not sealing._store(waiting.pk, pdf, name)

    assert (state_of(waiting), len(mail.outbox)) == (once, 1)


def test_what_is_no_longer_valid_is_sealed_without_a_letter(waiting, service):
    service.is_down = False
    Certificate.objects.update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="A mistake"
    )

    assert seal_waiting() == 1

    assert mail.outbox == []


def test_with_the_seal_switched_off_what_waits_goes_on_waiting(waiting, service, settings):
    settings.CERTIFICATE_SEAL = ""

    assert seal_waiting() == 0

    assert state_of(waiting) == (True, "", "")


ANSWERS = {
    "nothing": lambda pdf, sealed: b"",
    "no PDF": lambda pdf, sealed: b"<html>Bad gateway</html>",
    "the document unsealed": lambda pdf, sealed: pdf,
    "another document": lambda pdf, sealed: sealed.replace(b"/MediaBox", b"/CropBox ", 1),
    "a changed byte": lambda pdf, sealed: sealed[:-20] + b"\n" + sealed[-19:],
    "something after the seal": lambda pdf, sealed: sealed + b"\n%more",
    "a fault": lambda pdf, sealed: {}["seal"],
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_what_comes_back_is_looked_at_before_it_is_kept(waiting, service, monkeypatch, answer):
    service.is_down = False
    other = certificates.certificate(waiting.group, waiting.issued_by)
    honest = FileSeal.seal

    def faulty(self, pdf, *, number, **words):
        sealed = honest(self, pdf, number=number, **words)
        return answer(pdf, sealed) if number == waiting.number else sealed

    monkeypatch.setattr(FileSeal, "seal", faulty)

    with pytest.raises(SealFault):
        seal_document(certificate_id=waiting.pk)

    assert state_of(waiting) == (True, "", "")
    # The others do not wait for it, and it rests as long as what a dead worker had.
    assert (seal_waiting(), state_of(other)[1]) == (1, NAME)
    assert service.asked.count(waiting.number) == 1


def test_a_refusal_is_told_and_the_document_is_free_at_once(waiting, service):
    with pytest.raises(SealUnavailable, match="out of order"):
        seal_document(certificate_id=waiting.pk)
    service.is_down = False

    assert seal_document(certificate_id=waiting.pk)


def sealing_at_once(monkeypatch, group_of=4):
    """Issue, then let two workers seal everything at the same time; return what they raised."""
    manager, group = people.user("programme_manager"), certificates.trained_group()
    for n in range(group_of):
        certificates.certificate(group, manager, email=f"p{n}@example.invalid")
    ServiceSeal.is_down, ServiceSeal.asked[:] = False, []
    honest, both_are_in, inside = ServiceSeal.seal, threading.Barrier(2), []

    def slow(self, *args, **words):
        inside.append(connection.in_atomic_block)
        try:
            both_are_in.wait(2)  # until the other one is being served, too
        except threading.BrokenBarrierError:
            both_are_in.reset()
        return honest(self, *args, **words)

    monkeypatch.setattr(ServiceSeal, "seal", slow)
    faults = in_parallel([seal_waiting, seal_waiting])
    assert inside == [False] * len(inside)  # nobody waits for the service with a lock
    return faults


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_seal_each_document_once(service, monkeypatch):
    assert sealing_at_once(monkeypatch) == [None, None]

    assert len(service.asked) == len(set(service.asked)) == 4
    assert CertificateDocument.objects.filter(seal=NAME, awaits_seal=False).count() == 4
    assert len(mail.outbox) == 4


@pytest.mark.django_db(transaction=True)
def test_the_twin_that_does_not_note_what_is_taken_has_it_sealed_twice(service, monkeypatch):
    """The test above would notice. Even then one seal is kept, and one letter written."""
    monkeypatch.setattr(sealing, "_free", lambda _now: Q())

    assert sealing_at_once(monkeypatch, group_of=1) == [None, None]

    assert len(service.asked) == 2
    assert AuditEntry.objects.filter(action="certificates.seal").count() == 1
    assert len(mail.outbox) == 1
