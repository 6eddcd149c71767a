"""What three validators that know nothing of each other say of a sealed certificate."""

import hashlib
import random
import re
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.certificates.sealing import NAME, authority, seal_with, validate
from tests.factories import certificates

pytestmark = pytest.mark.django_db
MUTATIONS = 100
RANDOM = 20261127  # where the hundred bytes are changed, the same in every run
poppler = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs pdfsig of poppler-utils")
openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@pytest.fixture
def certificate(settings, tmp_path, group, manager):
    seal_with(settings, tmp_path, authority().seal_file())
    return certificates.certificate(group, manager)


@pytest.fixture
def sealed(certificate):
    return bytes(certificate.document.pdf)


def mutations(sealed, where):
    """Change one byte a hundred times: in what is signed, or in the digits of the signature."""
    dice = random.Random(RANDOM)
    _start, length, second, _rest = byte_range(sealed)
    signature = range(length, second)
    signed = [*range(length), *range(second, len(sealed))]
    for _time in range(MUTATIONS):
        changed = bytearray(sealed)
        changed[dice.choice(signature if where == "signature" else signed)] ^= dice.randrange(
            1, 256
        )
        yield bytes(changed)


def byte_range(sealed):
    found = re.search(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+)", sealed)
    return [int(number) for number in found.groups()]


def signature_of(sealed):
    """Return what was signed, and the signature with its room, by the byte range alone."""
    start, length, second, rest = byte_range(sealed)
    assert (start, second + rest) == (0, len(sealed))
    content = sealed[:length] + sealed[second:]
    return content, bytes.fromhex(sealed[length + 1 : second - 1].decode())


def pyhanko_accepts(pdf):
    try:
        status = validate(pdf, authority())
    except Exception:  # noqa: BLE001  # a file that cannot be read is not accepted either
        return False
    return status.bottom_line and status.coverage.name == "ENTIRE_FILE"


def pdfsig_says(pdf, folder):
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", path], capture_output=True, check=False, timeout=60
    ).stdout.decode("utf-8", "replace")


def pdfsig_accepts(pdf, folder):
    said = pdfsig_says(pdf, folder)
    return "Signature is Valid." in said and "Total document signed" in said


def openssl_accepts(pdf, folder, root=None):
    content, signature = signature_of(pdf)
    (folder / "content").write_bytes(content)
    (folder / "signature").write_bytes(signature)
    (folder / "root.pem").write_bytes((root or authority()).root.public_bytes(Encoding.PEM))
    command = "openssl cms -verify -cades -binary -inform DER -in signature -content content"
    answer = subprocess.run(
        [*command.split(), "-CAfile", "root.pem", "-out", "/dev/null"],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return answer.returncode == 0


@poppler
def test_poppler_finds_the_seal_valid_over_the_whole_document(sealed, tmp_path):
    said = pdfsig_says(sealed, tmp_path)

    assert f"Signer Certificate Common Name: {NAME}" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature Validation: Signature is Valid." in said


@openssl
def test_openssl_verifies_the_signature_up_to_the_root(sealed, tmp_path):
    assert openssl_accepts(sealed, tmp_path)
    assert not openssl_accepts(sealed, tmp_path, authority("Cita sakne (nav īsta)"))


@openssl
def test_openssl_sees_a_changed_byte(sealed, tmp_path):
    changed = bytearray(sealed)
    changed[sealed.index(b"/Pages")] ^= 1

    assert not openssl_accepts(bytes(changed), tmp_path)


@pytest.mark.parametrize("where", ["signed", "signature"])
def test_the_hash_sees_every_changed_byte(certificate, sealed, where):
    hashes = {hashlib.sha256(changed).hexdigest() for changed in mutations(sealed, where)}

    assert certificate.sha256 == hashlib.sha256(sealed).hexdigest()
    assert certificate.sha256 not in hashes


def test_pyhanko_sees_every_changed_byte_of_what_is_signed(sealed):
    assert pyhanko_accepts(sealed)
    assert [pyhanko_accepts(changed) for changed in mutations(sealed, "signed")] == [False] * 100


@poppler
def test_poppler_sees_every_changed_byte_of_what_is_signed(sealed, tmp_path):
    assert pdfsig_accepts(sealed, tmp_path)
    assert [pdfsig_accepts(changed, tmp_path) for changed in mutations(sealed, "signed")] == [
        False
    ] * 100


def test_pyhanko_sees_nearly_every_changed_digit_of_the_signature(sealed):
    """Not an “a” made an “A”, which is the same number, nor the few zeros after its end."""
    accepted = [pyhanko_accepts(changed) for changed in mutations(sealed, "signature")]

    assert sum(accepted) <= 3


@poppler
def test_poppler_sees_most_changed_digits_of_the_signature(sealed, tmp_path):
    """It trusts no root here, so that a certificate changed inside is one more it does not know."""
    accepted = [pdfsig_accepts(changed, tmp_path) for changed in mutations(sealed, "signature")]

    assert sum(accepted) <= 15


def test_a_signature_leaves_no_more_room_than_its_length_may_differ(sealed):
    _content, signature = signature_of(sealed)
    length = int.from_bytes(signature[2:4]) + 4  # a sequence with a length of two bytes

    assert signature[:2] == b"\x30\x82"
    assert 4 <= len(signature) - length <= 12
    assert not any(signature[length:])


def test_two_certificates_with_their_files_swapped_are_told_apart(certificate, group, manager):
    other = certificates.certificate(group, manager)

    assert validate(bytes(other.document.pdf), authority()).bottom_line
    assert hashlib.sha256(bytes(other.document.pdf)).hexdigest() != certificate.sha256
