"""The signed statement: what it says, that nobody else can make it, and its way into the QR."""

import base64
import io
import json
import subprocess

import pytest
import segno
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from certificates.actions import freeze
from certificates.actions.keys import signing_key
from certificates.exports.document import check_url, qr_url
from certificates.exports.qr import PRINTED_MM, SMALLEST_MODULE_MM, module_mm, qr_of
from certificates.models import StatementKey
from tests.factories import certificates

pytestmark = pytest.mark.django_db
NAME = {"given_name": "Žanete", "family_name": "Ķirse-Šņūča"}


@pytest.fixture
def certificate(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    return certificates.certificate(group, manager, **NAME)


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def believed(statement, code):
    """Read a statement as a stranger would, from the documentation and the published keys."""
    whole = bytes_of(statement)
    key_id, signature, facts = whole[:8].hex(), whole[8:72], whole[72:]
    public = bytes_of(StatementKey.objects.get(key_id=key_id).public_key)
    signed = f"certificate statement\n{code}\n".encode() + facts
    Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    return json.loads(facts)


def test_the_statement_says_what_the_check_page_shows(certificate):
    certificate.refresh_from_db()
    assert certificate.statement_key == signing_key().row
    assert believed(certificate.statement, certificate.verification_code) == [
        1,
        "competence",
        certificate.number,
        "Žanete Ķirse-Šņūča",
        certificate.snapshot["programme"]["title"]["lv"],
        "40",
        certificate.snapshot["issued_on"],
    ]


def test_a_statement_is_refused_when_any_byte_is_changed(certificate):
    whole = bytes_of(certificate.statement)
    for position in range(8, len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        text = base64.urlsafe_b64encode(changed).decode()
        with pytest.raises(InvalidSignature):
            believed(text, certificate.verification_code)


def test_a_statement_is_refused_for_another_code(certificate):
    with pytest.raises(InvalidSignature):
        believed(certificate.statement, "0" * 20)


@pytest.mark.parametrize(("bytes_of_name", "level"), [(10, "M"), (60, "M"), (120, "L")])
def test_the_qr_can_be_printed_and_holds_the_statement(bytes_of_name, level):
    address = f"https://digitalais-darbs.example.lv/verify/{'0' * 20}"
    title = 45
    facts = len('[1,"competence","DDJ-2026-000001","",,"40","2026-11-27"]') + title + bytes_of_name
    code = qr_of(f"{address}#{'A' * ((72 + facts) * 4 // 3)}", address)
    assert module_mm(code) >= SMALLEST_MODULE_MM
    assert (code.error, code.version > 10) == (level, True)


def test_a_statement_that_cannot_be_printed_is_left_out():
    plain = "https://example.lv/verify/0"
    left_out = qr_of(f"{plain}#{'A' * 900}", plain)
    assert left_out.matrix == segno.make(plain, error="m").matrix


def test_the_printed_qr_is_read_back_from_the_page(group, manager, tmp_path):
    made = certificates.certificate(group, manager, **NAME)
    (tmp_path / "page.pdf").write_bytes(bytes(made.document.pdf))
    picture = subprocess.run(
        ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", tmp_path / "page.pdf"],
        check=True,
        capture_output=True,
    ).stdout
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    corners = found.position
    width_mm = (corners.top_right.x - corners.top_left.x) / 150 * 25.4
    assert abs(width_mm - PRINTED_MM) < 0.5
    assert found.text == qr_url(made) == f"{check_url(made)}#{made.statement}"
