"""Known and unknown codes cost the same, slips get an offer, and the page stays light."""

import random

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze
from certificates.exports import answer as answers
from certificates.models import CertificateDuplicate
from certificates.queries.codes import ALPHABET, new_code, printed_code, with_checks
from certificates.views import verify
from tests.factories import certificates

pytestmark = pytest.mark.django_db
UNKNOWN = [with_checks("0" * 18), "0" * 19, "x", "9" * 25, "DDJ-2026-000001"]


@pytest.fixture(autouse=True)
def fresh_count():
    cache.clear()


@pytest.fixture
def certificate(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    return certificates.certificate(group, manager)


def check(client, code, **query):
    return client.get(reverse("verify", args=[code]), {"lang": "en", **query})


def work(client, code, **query):
    """Return the queries a look-up makes and the templates it draws."""
    drawn = []

    def note(sender: Template, **_kwargs) -> None:
        drawn.append(sender.name)

    template_rendered.connect(note)
    try:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            check(client, code, **query)
    finally:
        template_rendered.disconnect(note)
    return [one["sql"].split("WHERE")[0] for one in asked], sorted(map(str, drawn))


@pytest.mark.parametrize("format_", ["html", "json"])
@pytest.mark.parametrize("code", UNKNOWN)
def test_an_unknown_code_costs_what_a_known_one_does(client, certificate, code, format_):
    check(client, code)  # what is read once is read now
    known = work(client, certificate.verification_code, format=format_)
    assert work(client, code, format=format_) == known
    assert len(known[0]) >= 3


def test_drawing_only_what_is_shown_would_tell_them_apart(client, certificate, monkeypatch):
    def only_one(_request, answer):
        part = "found" if answer.is_known else "unknown"
        context = {"answer": answer, "certificate": answer.certificate, "document": answer.document}
        return render_to_string(f"certificates/parts/verify_{part}.html", context)

    monkeypatch.setattr(verify, "_shown", only_one)
    check(client, "x")
    assert work(client, "x") != work(client, certificate.verification_code)


def test_ten_thousand_random_codes_find_nothing(certificate):
    dice = random.Random(5)
    codes = [with_checks("".join(dice.choices(ALPHABET, k=18))) for _ in range(10_000)]
    assert [code for code in codes if answers.by_code(code)] == []


def test_a_slip_of_the_hand_gets_an_offer_that_leads_on(client, certificate):
    code = certificate.verification_code
    slip = ("1" if code[0] != "1" else "2") + code[1:]
    page = check(client, slip).content.decode()
    meant = printed_code(code)
    assert f'Did you mean <a href="/verify/{meant}">{meant}</a>?' in page
    assert certificate.number not in page
    assert check(client, slip, format="json").json() == {
        "status": "unknown",
        "message": "No certificate with this code. Check every letter and digit.",
        "suggestion": meant,
    }


def test_the_offer_says_nothing_about_the_register(client, certificate):
    """A code that nobody has is offered just as readily."""
    code = new_code()
    slip = ("1" if code[0] != "1" else "2") + code[1:]
    assert check(client, slip, format="json").json()["suggestion"] == printed_code(code)
    assert check(client, code, format="json").json()["suggestion"] is None


def test_hashes_are_told_only_with_the_code(client, certificate, manager):
    CertificateDuplicate.objects.create(
        certificate=certificate,
        ordinal=1,
        pdf=b"%PDF-1.7 again",
        sha256="d" * 64,
        reason="Lost",
        issued_at=timezone.now(),
        issued_by=manager,
    )
    page = check(client, certificate.verification_code).content.decode()
    assert f'data-issued="{certificate.sha256}" data-duplicates="{"d" * 64}"' in page
    assert 'data-issued="" data-duplicates=""' in check(client, "x").content.decode()
    assert 'data-issued="" data-duplicates=""' in client.get("/verify/").content.decode()
    data = check(client, certificate.verification_code, format="json").json()
    assert data["sha256"] == [certificate.sha256, "d" * 64]


def test_machines_are_told_the_statement_and_the_chain(client, certificate):
    data = check(client, certificate.verification_code, format="json").json()
    assert data["statement"] == certificate.statement
    assert data["code"] == printed_code(certificate.verification_code)
    assert data["chain"] == [
        {
            "number": certificate.number,
            "status": "valid",
            "issued_on": certificate.snapshot["issued_on"],
            "replaced_on": None,
            "revoked_on": None,
        }
    ]
