"""Badges and status lists, checked by a library that shares no code of ours (openbadgeslib)."""

import copy
import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse
from django.utils import timezone
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3VerificationError

from certificates.actions import freeze
from certificates.actions.keys import signing_key
from certificates.models import Certificate
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stage(settings, monkeypatch, tmp_path):
    settings.SITE_BASE_URL = "https://training.example.lv"
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificates.pem"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse")


@pytest.fixture
def badge(client, certificate):
    return downloaded(client, certificate)


def downloaded(client, certificate):
    client.force_login(people.user("programme_manager"))
    return json.loads(client.get(reverse("certificates:badge", args=[certificate.pk])).content)


def check(badge, client=None):
    """Return what the library read; with a client it asks our address for the status too."""
    verifier = OB3LdpVerifier.for_issuer_did(badge["issuer"]["id"])

    def fetch(url):
        answer = client.get(url.removeprefix("https://training.example.lv"))
        pem = (
            signing_key()
            .private.public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        verify_data_integrity_proof(json.loads(answer.content), pem)
        return answer.content

    # The library itself checks lists signed as JWT only; `fetch` checks the proof of ours.
    return verifier.verify(
        badge, check_status=client is not None, download=fetch, verify_status_list=False
    )


def leaves(part, path=()):
    """Yield the way to every value in the file."""
    if isinstance(part, dict | list):
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def with_another_value(badge, path):
    forged = copy.deepcopy(badge)
    *way, last = path
    inner = forged
    for key in way:
        inner = inner[key]
    old = inner[last]
    inner[last] = not old if isinstance(old, bool) else old[:-1] + ("y" if old[-1] == "x" else "x")
    return forged


def test_a_badge_is_verified(client, certificate, badge):
    read = check(badge, client)

    assert read.id == badge["id"]
    assert read.issuer.id.startswith("did:key:z6Mk")
    assert read.credential_status == [badge["credentialStatus"]]


def test_every_changed_value_is_refused(badge):
    accepted = []
    for path in leaves(badge):
        try:
            check(with_another_value(badge, path))
        except OB3VerificationError:
            continue
        accepted.append(path)

    assert accepted == []
    assert len(list(leaves(badge))) > 50


def test_a_badge_without_its_status_is_refused(badge):
    del badge["credentialStatus"]

    with pytest.raises(OB3VerificationError):
        check(badge)


def test_revoked_and_replaced_badges_are_refused_at_once(client, group, manager, certificate):
    other, third = (
        certificates.certificate(group, manager),
        certificates.certificate(group, manager),
    )
    badges = [downloaded(client, one) for one in (certificate, other, third)]
    for badge in badges:
        check(badge, client)
    now = timezone.now()

    Certificate.objects.filter(pk=certificate.pk).update(
        state="revoked", revoked_at=now, revocation_reason="A mistake"
    )
    Certificate.objects.filter(pk=other.pk).update(
        state="superseded", superseded_at=now, supersession_reason="The name"
    )

    for badge in badges[:2]:
        with pytest.raises(OB3VerificationError, match="status 'revocation' is set"):
            check(badge, client)
    check(badges[2], client)


def test_a_badge_of_an_earlier_key_is_verified_without_us(certificate, badge, settings):
    settings.CERTIFICATE_KEY_FILE.unlink()
    signing_key()

    assert check(badge).id == badge["id"]
