"""The seal kept in a file: what it makes, what its settings lack, and its timestamp."""

import hashlib
import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdf
import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from pyhanko.sign.validation.status import SignatureCoverageLevel

from certificates.exports.seals import SealUnavailable, file, seal_in_use
from certificates.exports.seals.checks import check_seal
from certificates.models import Certificate, CertificateDocument, NumberCounter
from tests.certificates.sealing import DAY, NAME, authority, seal_with, validate
from tests.factories import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture
def seal(settings, tmp_path):
    return seal_with(settings, tmp_path, authority().seal_file())


@pytest.fixture
def certificate(seal, group, manager):
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse-Šņūča")


def stored(certificate):
    return bytes(CertificateDocument.objects.get(pk=certificate.pk).pdf)


def test_an_issued_certificate_is_sealed_valid_trusted_and_whole(certificate):
    status = validate(stored(certificate), authority())

    assert (status.bottom_line, status.intact, status.valid, status.trusted) == (True,) * 4
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    assert status.timestamp_validity is None


def test_the_signature_forbids_changes_and_brings_its_chain(certificate):
    root = pypdf.PdfReader(io.BytesIO(stored(certificate))).root_object
    signature = root["/Perms"]["/DocMDP"]

    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/Reference"][0]["/TransformParams"]["/P"] == 1
    with override("lv"):
        assert signature["/Reason"] == _("Issue of certificate No. %(number)s") % {
            "number": certificate.number
        }
    assert signature["/Location"] == "Rīga"
    contents = bytes(signature["/Contents"])
    assert authority().certificate.public_bytes(Encoding.DER) in contents
    assert authority().root.public_bytes(Encoding.DER) not in contents


def test_the_row_says_who_sealed_it_and_its_hash_is_of_the_sealed_bytes(certificate):
    document = CertificateDocument.objects.get(pk=certificate.pk)

    assert (document.seal, document.awaits_seal) == (NAME, False)
    assert document.sealed_at >= certificate.issued_at
    assert hashlib.sha256(bytes(document.pdf)).hexdigest() == certificate.sha256


def test_text_language_and_title_survive(certificate, settings):
    sealed = stored(certificate)
    settings.CERTIFICATE_SEAL = ""
    plain = sealed[: sealed.index(b"%%EOF") + len(b"%%EOF")]

    before, after = pypdf.PdfReader(io.BytesIO(plain)), pypdf.PdfReader(io.BytesIO(sealed))

    assert [page.extract_text() for page in after.pages] == [
        page.extract_text() for page in before.pages
    ]
    assert "Žanete Ķirse-Šņūča" in after.pages[0].extract_text()
    assert after.root_object["/Lang"] == "lv"
    assert after.metadata.title == before.metadata.title
    assert certificate.number in after.metadata.title


def test_every_download_gives_the_same_bytes(certificate, client, manager):
    client.force_login(manager)
    address = reverse("certificates:download", args=[certificate.pk])

    first, second = client.get(address).content, client.get(address).content

    assert hashlib.sha256(first).hexdigest() == certificate.sha256
    assert second == first


def test_the_page_says_who_sealed_it(certificate, client, manager):
    client.force_login(manager)

    page = client.get(f"/en/certificates/{certificate.pk}/").content.decode()

    assert f"Electronic seal: {NAME}, " in page


def test_a_foreign_root_does_not_make_it_trusted(certificate):
    status = validate(stored(certificate), authority("Cita sakne (nav īsta)"))

    assert (status.intact, status.valid) == (True, True)
    assert (status.trusted, status.bottom_line) == (False, False)


def test_without_a_seal_the_printed_bytes_are_stored(group, manager, settings):
    settings.CERTIFICATE_SEAL = ""

    document = certificates.certificate(group, manager).document

    assert (document.seal, document.sealed_at, document.awaits_seal) == ("", None, False)
    assert b"/ByteRange" not in document.pdf


FAULTY = {
    "no file": (None, "CERTIFICATE_SEAL_FILE cannot be read"),
    "not a seal": (b"something else", "that CERTIFICATE_SEAL_PASSPHRASE opens"),
    "empty": (b"", "that CERTIFICATE_SEAL_PASSPHRASE opens"),
    "passphrase": (
        authority().seal_file(passphrase="another"),
        "that CERTIFICATE_SEAL_PASSPHRASE opens",
    ),
    "expired": (authority().seal_file(-30 * DAY, -DAY), "is valid from .* only"),
    "not yet valid": (authority().seal_file(DAY, 30 * DAY), "is valid from .* only"),
}


@pytest.fixture(params=list(FAULTY))
def faulty(request, settings, tmp_path):
    content, sentence = FAULTY[request.param]
    path = seal_with(settings, tmp_path, content or b"")
    if content is None:
        path.unlink()
    return sentence


def test_a_seal_that_cannot_be_used_is_named_by_the_check(faulty):
    with pytest.raises(SealUnavailable, match=faulty):
        seal_in_use()
    [error] = check_seal()
    assert error.id == "certificates.E001"
    with pytest.raises(SystemCheckError, match=faulty):
        call_command("check", deploy=True)
    call_command("check")  # which every command does: the worker starts all the same


def test_a_seal_that_cannot_be_used_leaves_a_numbered_certificate_that_waits(
    faulty, group, manager
):
    certificate = certificates.certificate(group, manager)

    document = CertificateDocument.objects.get(pk=certificate.pk)
    assert (document.awaits_seal, document.seal, document.sealed_at) == (True, "", None)
    assert Certificate.objects.get().sha256 == ""
    assert NumberCounter.objects.get().last_number == certificate.sequence == 1


@pytest.mark.parametrize("name", ["nowhere.Seal", "no dots", "certificates.models.Nothing", "os.x"])
def test_a_class_that_is_not_there_is_named_by_the_check(settings, name):
    settings.CERTIFICATE_SEAL = name

    [error] = check_seal()

    assert f"CERTIFICATE_SEAL: “{name}” cannot be used" in error.msg


def test_a_class_that_is_no_seal_is_named_by_the_check(settings):
    settings.CERTIFICATE_SEAL = "decimal.Decimal"

    [error] = check_seal()

    assert error.msg == "CERTIFICATE_SEAL: “decimal.Decimal” lacks is_remote, name or seal()"


def test_with_a_seal_or_without_one_the_check_has_nothing_to_say(seal, settings):
    assert check_seal() == []
    settings.CERTIFICATE_SEAL = ""
    assert check_seal() == []


@pytest.mark.parametrize(("days", "ids"), [(29, ["certificates.W001"]), (31, [])])
def test_the_check_says_a_month_ahead_that_the_seal_ends(settings, tmp_path, days, ids):
    seal_with(settings, tmp_path, authority().seal_file(-DAY, days * DAY))

    found = check_seal()

    assert [one.id for one in found] == ids
    ends = f"{file.FileSeal().valid_until:%Y-%m-%d}"
    assert [one.msg for one in found] == [f"The certificate of the seal ends on {ends}."] * len(ids)


def test_a_new_file_is_used_at_once(seal, settings, tmp_path):
    before = file.FileSeal()._key.certificate

    seal_with(settings, tmp_path, authority().seal_file())

    assert file.FileSeal()._key.certificate != before


@pytest.fixture
def timestamps(settings):
    """Run an RFC 3161 service on this machine; it answers what ``wrong`` holds instead, if set."""
    stamper, wrong = authority().timestamper(), []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            query = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = wrong[0] if wrong else stamper.request_tsa_response(query).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CERTIFICATE_SEAL_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    file._timestamper.cache_clear()
    yield wrong
    server.shutdown()
    server.server_close()


def test_a_seal_with_a_timestamp_is_valid_and_says_when(
    seal, timestamps, group, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = certificates.certificate(group, manager)

    status = validate(stored(certificate), authority())
    assert status.bottom_line
    assert (status.timestamp_validity.valid, status.timestamp_validity.trusted) == (True, True)
    assert status.timestamp_validity.timestamp >= certificate.issued_at.replace(microsecond=0)


def test_a_timestamp_service_is_asked_after_the_commit_only(seal, timestamps, group, manager):
    certificate = certificates.certificate(group, manager)

    assert CertificateDocument.objects.get(pk=certificate.pk).awaits_seal


@pytest.mark.parametrize("answer", [b"", b"nonsense", b"0" * 100_000])
def test_a_timestamp_service_that_answers_nonsense_leaves_it_waiting(
    seal, timestamps, answer, manager, django_capture_on_commit_callbacks
):
    group = certificates.trained_group()
    timestamps.append(answer)

    with django_capture_on_commit_callbacks(execute=True):
        certificate = certificates.certificate(group, manager)

    assert CertificateDocument.objects.get(pk=certificate.pk).awaits_seal
    assert Client().get(f"/verify/{certificate.verification_code}").status_code == 200
