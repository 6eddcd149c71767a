"""The Open Badges credential: what it says, who it says it of, and where its status is told."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze
from certificates.actions.badge import signed_badge
from certificates.actions.keys import signing_key
from certificates.exports.badge import as_file, open_badge
from certificates.exports.proof import key_identity, public_bytes
from certificates.models import Certificate
from certificates.queries.status import LIST_LENGTH, place_in_list
from tests.factories import certificates

pytestmark = pytest.mark.django_db

SITE = "https://training.example.lv"
CODE = "7QK4M9XD2H0RT61B8A3C"
ISSUED = dt.datetime(2026, 5, 29, 9, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def stage(settings, monkeypatch, tmp_path):
    settings.SITE_BASE_URL = SITE
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificates.pem"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def english(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "new_code", lambda: CODE)
    with time_machine.travel(ISSUED, tick=False):
        return certificates.certificate(
            group, manager, given_name="Žanete", family_name="Ķirse-Bērziņa", language="en"
        )


def status_of(client, number=0):
    return client.get(reverse("badge_status", args=[number]))


def test_the_badge_says_what_the_certificate_says(english):
    badge = open_badge(english, "did:key:z6Mk")

    subject = badge.pop("credentialSubject")
    achievement = subject.pop("achievement")
    [measured] = achievement.pop("resultDescription")
    list_address = f"{SITE}/badges/status/0"
    assert badge == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"{SITE}/verify/{CODE}#badge",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Digital youth work",
        "description": "This certificate is not a state-recognised education document.",
        "issuer": {
            "id": "did:key:z6Mk",
            "type": ["Profile"],
            "name": "Agency for International Programs for Youth",
            "url": f"{SITE}/",
            "otherIdentifier": [
                {
                    "type": "IdentifierEntry",
                    "identifier": f"{SITE}/badges/issuer",
                    "identifierType": "identifier",
                }
            ],
        },
        "validFrom": "2026-05-29T09:15:00Z",
        "awardedDate": "2026-05-29T09:15:00Z",
        "evidence": [
            {
                "id": f"{SITE}/verify/{CODE}",
                "type": ["Evidence"],
                "name": "Certificate check",
                "description": "Certificate No. DDJ-2026-000001",
            }
        ],
        "credentialStatus": {
            "id": f"{list_address}#{english.pk}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(english.pk),
            "statusListCredential": list_address,
        },
    }
    assert subject == {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Žanete Ķirse-Bērziņa",
                "identityType": "name",
            }
        ],
        "licenseNumber": "DDJ-2026-000001",
        "result": [{"type": ["Result"], "resultDescription": measured["id"], "value": "40"}],
        "term": "2024-05-06/2024-05-10",
    }
    assert (measured["name"], measured["valueMin"], measured["valueMax"]) == (
        "Academic hours",
        "0",
        "40",
    )
    assert achievement.pop("id").startswith("urn:uuid:")
    assert achievement == {
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": "Digital youth work",
        "description": "In person and online\nPlans activities.\nChooses tools.",
        "inLanguage": "en",
        "humanCode": "ddj",
        "version": "1",
        "criteria": {
            "narrative": "At least 32 of 40 academic hours are credited."
            " At least 2 modules are completed."
        },
    }


def test_the_badge_is_made_of_the_snapshot_alone(english):
    before = open_badge(english, "did:key:z6Mk")
    programme, person = english.programme, english.person
    programme.title_en, person.given_name = "Another", "Anete"
    programme.save()
    person.save()

    assert open_badge(Certificate.objects.get(pk=english.pk), "did:key:z6Mk") == before
    assert person.email not in as_file(before).decode()


def test_confirmations_of_attendance_claim_no_competence(group, manager):
    person = certificates.due_person(group, manager, blocks=3)
    one = certificates.issue_certificate(
        person=person,
        programme=group.cohort.programme,
        group=group,
        by=manager,
        kind="attendance",
        language="en",
    )

    subject = open_badge(one, "did:key:z6Mk")["credentialSubject"]

    assert subject["achievement"]["achievementType"] == "ext:ConfirmationOfAttendance"
    assert "does not say that the conditions" in subject["achievement"]["criteria"]["narrative"]
    assert subject["result"][0]["value"] == "12"


def test_with_the_same_key_it_is_the_same_file_and_no_older_than_the_key(english):
    first = signed_badge(certificate=english)

    assert signed_badge(certificate=english) == first
    made = signing_key().row.first_used_at
    assert first["proof"]["created"] == f"{made:%Y-%m-%dT%H:%M:%SZ}"
    assert first["proof"]["verificationMethod"].startswith(first["issuer"]["id"] + "#")


def test_the_issuer_names_every_key_that_ever_signed(client, english, settings):
    old = signed_badge(certificate=english)["issuer"]["id"]
    settings.CERTIFICATE_KEY_FILE.unlink()
    new = signed_badge(certificate=english)["issuer"]["id"]

    answer = client.get(reverse("badge_issuer"))

    profile = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert profile["id"] == f"{SITE}/badges/issuer"
    assert profile["alsoKnownAs"] == [new, old]
    assert new == key_identity(public_bytes(signing_key().private)) != old
    assert profile["assertionMethod"] == [m["id"] for m in profile["verificationMethod"]]
    assert [m["publicKeyMultibase"] for m in profile["verificationMethod"]] == [
        new.removeprefix("did:key:"),
        old.removeprefix("did:key:"),
    ]


def test_the_list_may_be_kept_for_a_minute_and_no_longer(client):
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False):
        answer = status_of(client)

    document = json.loads(answer.content)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Content-Type"] == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert document["credentialSubject"]["ttl"] == 60_000
    assert document["validFrom"] == f"{now:%Y-%m-%dT%H:%M:%SZ}"
    assert len(answer.content) < 1500


def test_a_list_that_nobody_stands_in_is_not_there(client):
    for number in (1, 10**17):
        # What does not exist outside the languages is looked for inside them.
        answer = client.get(reverse("badge_status", args=[number]), follow=True)
        assert answer.status_code == 404


def test_places_fill_one_list_after_the_other():
    assert [place_in_list(pk) for pk in (1, LIST_LENGTH - 1, LIST_LENGTH)] == [
        (0, 1),
        (0, LIST_LENGTH - 1),
        (1, 0),
    ]


def test_the_number_of_queries_does_not_grow_with_what_was_withdrawn(client, group, manager):
    counts = []
    for _more in range(2):
        certificates.certificate(group, manager)
        Certificate.objects.valid().update(
            state="revoked", revoked_at=timezone.now(), revocation_reason="A mistake"
        )
        signing_key()
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            status_of(client)
        counts.append(len(captured))

    assert counts == [2, 2]
