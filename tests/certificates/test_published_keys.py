"""The public keys, in the forms that other programs read, and the files devices keep."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.urls import reverse
from django.utils import timezone

from certificates.actions.keys import signing_key
from certificates.queries.keys import multibase

pytestmark = pytest.mark.django_db


def test_the_keys_are_published(client):
    row = signing_key().row

    answer = client.get(reverse("verify_keys"))

    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.json() == {
        "keys": [
            {
                "key_id": row.key_id,
                "public_key": row.public_key,
                "multibase": multibase(base64.urlsafe_b64decode(f"{row.public_key}=")),
                "first_used": timezone.localdate(row.first_used_at).isoformat(),
            }
        ]
    }


def test_multibase_is_that_of_the_standard():
    """The first test vector of the did:key method: the key of a seed of 32 zero bytes."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert multibase(key) == "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"


def test_a_page_without_a_name_is_kept_on_devices(client):
    answer = client.get(reverse("verify_offline"), {"lang": "en"})

    page = answer.content.decode()
    assert "No connection to the register." in page
    assert 'data-statement="" data-is-known="away"' in page
    assert '<html lang="en">' in page


def test_the_worker_comes_from_below_what_it_answers_for(client):
    answer = client.get(reverse("verify_worker"))

    assert reverse("verify_worker") == "/verify/worker.js"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert f'const PAGE = "{reverse("verify_offline")}";' in answer.content.decode()
