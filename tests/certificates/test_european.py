"""The certificate in the European Learning Model, compared with a file that was checked by hand.

The file met the SHACL shapes the Commission publishes (edc-generic-no-cv and edc-generic-full of
model 3) in all but one: the issuer's eIDAS identifier, which the seal brings. No word of it was
unknown to the published context. Whoever changes the file checks it again.
"""

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.utils.translation import gettext, override
from PIL import Image
from pypdf import PdfWriter

from certificates.actions import freeze
from certificates.exports.european import european_credential
from certificates.exports.european_parts import duration
from certificates.exports.pictures import pictures_of
from certificates.models import Certificate
from tests.factories import certificates

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden" / "european.json"
HOURS = "Credited academic hours (45 minutes each): %(hours)s"


@pytest.fixture(autouse=True)
def stage(settings, monkeypatch):
    settings.SITE_BASE_URL = "https://training.example.lv"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    monkeypatch.setattr(freeze, "new_code", lambda: "7QK4M9XD2H0RT61B8A3C")


@pytest.fixture
def certificate(group, manager):
    with time_machine.travel(dt.datetime(2026, 5, 29, 9, 15, tzinfo=dt.UTC), tick=False):
        return certificates.certificate(
            group, manager, given_name="Žanete", family_name="Ķirse-Bērziņa"
        )


def rewritten(certificate, **snapshot):
    """Return the certificate as if it had been issued with other data; nothing is stored."""
    copy = Certificate.objects.get(pk=certificate.pk)
    copy.snapshot = copy.snapshot | snapshot
    return copy


def test_it_equals_the_checked_file(certificate):
    credential = european_credential(certificate, [b"picture"])

    volume = credential["credentialSubject"]["hasClaim"]["additionalNote"].pop(0)
    assert credential == json.loads(GOLDEN.read_text(encoding="utf-8"))
    for language in ("lv", "en"):
        with override(language):
            assert volume["noteLiteral"][language] == gettext(HOURS) % {"hours": "40"}


def test_it_names_the_person_and_nothing_else_of_them(certificate):
    person = european_credential(certificate, [b"picture"])["credentialSubject"]

    assert set(person) == {"id", "type", "fullName", "givenName", "familyName", "hasClaim"}
    assert person["fullName"] == {"lv": "Žanete Ķirse-Bērziņa"}
    assert certificate.person.email not in json.dumps(person)


def test_it_is_unsealed(certificate):
    assert {"proof", "signatures"} & set(european_credential(certificate, [b"picture"])) == set()


def test_the_picture_is_the_paper_and_a_broken_paper_has_none(certificate):
    out = io.BytesIO()
    paper = PdfWriter()
    for _page in range(2):
        paper.add_blank_page(width=842, height=595)
    paper.write(out)

    pictures = pictures_of(out.getvalue())

    assert [Image.open(io.BytesIO(one)).size for one in pictures] == [(1263, 893)] * 2
    assert pictures_of(b"%PDF-1.7") == []
    assert "individualDisplay" not in european_credential(certificate, [])["displayParameter"]


def test_attendance_is_an_activity_and_no_achievement(certificate):
    certificate = rewritten(certificate, kind="attendance")
    certificate.kind = "attendance"

    credential = european_credential(certificate, [b"picture"])

    claim = credential["credentialSubject"]["hasClaim"]
    assert (claim["type"], claim["workload"]) == ("LearningActivity", "PT30H")
    assert "learningOutcome" not in json.dumps(claim)
    assert credential["displayParameter"]["title"] == {
        "lv": "Apmeklējuma apliecinājums",
        "en": "Confirmation of attendance",
    }


def test_outcomes_that_cannot_be_paired_stand_alone(certificate):
    programme = certificate.snapshot["programme"]
    outcomes = {"lv": ["Plāno.", "Izvēlas."], "en": ["Plans."]}

    claim = european_credential(
        rewritten(certificate, programme=programme | {"outcomes": outcomes}), []
    )["credentialSubject"]["hasClaim"]

    titles = [one["title"] for one in claim["specifiedBy"]["learningOutcome"]]
    assert titles == [{"lv": "Plāno."}, {"lv": "Izvēlas."}, {"en": "Plans."}]


def test_without_credited_days_there_is_no_period(certificate):
    claim = european_credential(rewritten(certificate, period={}), [])["credentialSubject"][
        "hasClaim"
    ]

    assert "temporal" not in claim["influencedBy"]


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ("40", "PT30H"),
        ("38.50", "PT28H52M30S"),
        ("0.25", "PT11M15S"),
        ("1", "PT45M"),
        ("0", "PT0S"),
    ],
)
def test_academic_hours_have_forty_five_minutes(hours, text):
    assert duration(Decimal(hours)) == text
