"""The key file: made once, readable for its owner alone, refused when it is no key."""

import base64
import stat
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from certificates.actions.keys import key_id, make_key_file, signing_key
from certificates.models import StatementKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "keys" / "certificates.pem"
    return settings.CERTIFICATE_KEY_FILE


def test_the_key_is_made_once_and_its_public_half_kept(key_file):
    first, second = signing_key(), signing_key()

    assert first.row == second.row == StatementKey.objects.get()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    public = base64.urlsafe_b64decode(first.row.public_key + "=")
    assert first.row.key_id == key_id(public)
    Ed25519PublicKey.from_public_bytes(public).verify(first.private.sign(b"said"), b"said")


def test_another_file_is_another_key_and_the_old_row_stays(key_file):
    old = signing_key().row
    key_file.unlink()

    assert signing_key().row != old
    assert StatementKey.objects.count() == 2


def test_of_many_processes_one_makes_the_key(key_file):
    threads = [threading.Thread(target=make_key_file, args=(key_file,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [path.name for path in key_file.parent.iterdir()] == ["certificates.pem"]
    signing_key()


def test_without_leave_no_key_is_made(key_file, settings):
    settings.MAKES_CERTIFICATE_KEY = False

    with pytest.raises(ImproperlyConfigured, match="CERTIFICATE_KEY_FILE cannot be read"):
        signing_key()


def test_a_file_that_is_no_key_is_refused(key_file):
    key_file.parent.mkdir()
    key_file.write_text("not a key")

    with pytest.raises(ImproperlyConfigured, match="CERTIFICATE_KEY_FILE cannot be read"):
        signing_key()


def test_a_key_of_another_kind_is_refused(key_file):
    key_file.parent.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(ImproperlyConfigured, match="holds no Ed25519 key"):
        signing_key()
