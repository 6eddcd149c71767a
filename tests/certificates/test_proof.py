"""Signing what a JSON-LD file means: the published vector, and everything that would go unsigned."""

import copy
import datetime as dt
import json
import socket

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.exports import proof
from certificates.exports.proof import CREDENTIALS, OPEN_BADGES, CannotBeSigned, signed

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CREATED = dt.datetime(2023, 2, 24, 23, 36, 38, tzinfo=dt.UTC)
# W3C, Data Integrity EdDSA Cryptosuites v1.0, B.1: key, document and proof as published.
SEED = "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6"
PUBLISHED = {
    "@context": [CREDENTIALS, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
PUBLISHED_PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": (
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
        "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    ),
    "proofPurpose": "assertionMethod",
    "proofValue": (
        "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
    ),
}
BADGE = {
    "@context": [CREDENTIALS, OPEN_BADGES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:key:z6Mk", "type": ["Profile"], "name": "JSPA"},
    "credentialSubject": {"type": ["AchievementSubject"], "licenseNumber": "DDJ-1"},
}


@pytest.fixture
def key():
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED))


def changed(**parts):
    return copy.deepcopy(BADGE) | parts


def test_the_published_vector_is_met_to_the_letter(key, monkeypatch, tmp_path):
    context = tmp_path / "examples.json"
    context.write_text(json.dumps({"@context": {"@vocab": f"{EXAMPLES.removesuffix('/v2')}#"}}))
    monkeypatch.setitem(proof.CONTEXTS, EXAMPLES, context)

    assert signed(PUBLISHED, key, CREATED) == {**PUBLISHED, "proof": PUBLISHED_PROOF}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (changed(place="Rīga"), "no context knows the word 'place'"),
        (
            changed(credentialSubject={"type": ["AchievementSubject"], "grade": "10"}),
            "no context knows the word 'grade'",
        ),
        (changed(type=["VerifiableCredential", "Diploma"]), "'Diploma' is no whole address"),
        (changed(issuer={"id": "agency", "type": ["Profile"]}), "'agency' is no whole address"),
        (changed(**{"@context": [CREDENTIALS, EXAMPLES]}), "is none of ours"),
        (changed(**{"@context": ["file:///etc/passwd"]}), "is none of ours"),
    ],
)
def test_what_would_stay_unsigned_is_refused(key, document, reason):
    with pytest.raises(CannotBeSigned, match=reason):
        signed(document, key, CREATED)


def test_without_the_refusal_an_unknown_word_would_be_anybodys(key, monkeypatch):
    monkeypatch.setattr(proof, "_refuse", lambda _name: None)

    one = signed(changed(place="Rīga"), key, CREATED)
    other = signed(changed(place="Ventspils"), key, CREATED)

    assert one["proof"] == other["proof"] == signed(BADGE, key, CREATED)["proof"]


def test_nothing_is_fetched(key, monkeypatch):
    def refuse(*_args):
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert signed(BADGE, key, CREATED)["proof"]["proofValue"].startswith("z")
    with pytest.raises(CannotBeSigned):
        signed(changed(**{"@context": ["https://example.org/context"]}), key, CREATED)


def test_the_contexts_are_those_that_everybody_signs_with():
    """A changed byte in a context would make every signature ours alone."""
    digests = {
        url: proof.hashlib.sha256(path.read_bytes()).hexdigest()
        for url, path in proof.CONTEXTS.items()
    }

    assert digests == {
        CREDENTIALS: "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
        OPEN_BADGES: "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    }
