"""The public check: states, languages, JSON, and how little it tells."""

import random

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze
from certificates.models import Certificate
from certificates.queries import by_code, normalise_code
from certificates.queries.codes import ALPHABET, printed_code, with_checks
from tests.factories import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_count():
    cache.clear()


@pytest.fixture
def certificate(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse")


def check(client, code, **query):
    return client.get(reverse("verify", args=[code]), query)


def said(answer):
    return answer.content.decode()


def test_a_valid_certificate_is_called_valid(client, certificate):
    page = said(check(client, certificate.verification_code, lang="en"))
    assert "The certificate is valid" in page
    assert "Žanete Ķirse" in page


def test_a_replaced_certificate_names_the_valid_one(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(
        state="superseded", superseded_at=timezone.now(), supersession_reason="The name"
    )
    certificate.refresh_from_db()
    new = Certificate.objects.get(pk=certificate.pk)
    new.pk, new.state, new.sequence, new.number = None, "valid", 2, "DDJ-2026-000002"
    new.verification_code = "0" * 20
    new.superseded_at, new.supersession_reason = None, ""
    new.save()
    Certificate.objects.filter(pk=certificate.pk).update(superseded_by=new)
    page = said(check(client, certificate.verification_code, lang="en"))
    assert "The certificate has been replaced" in page
    assert "Valid certificate: No. DDJ-2026-000002" in page
    assert new.verification_code not in page
    data = check(client, certificate.verification_code, format="json").json()
    assert (data["status"], data["replaced_by"]) == ("superseded", "DDJ-2026-000002")


def test_a_revoked_certificate_is_called_revoked_without_the_reason(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="A private matter"
    )
    page = said(check(client, certificate.verification_code, lang="en"))
    assert "The certificate was revoked" in page
    assert "The certificate is valid" not in page
    assert "A private matter" not in page
    data = check(client, certificate.verification_code, format="json").json()
    assert data["status"] == "revoked"
    assert data["revoked_on"] == timezone.localdate().isoformat()


@pytest.mark.parametrize(
    "code", ["0" * 20, "x", "DDJ-2026-000001", "'", '"', "%", "a" * 3000, "ģģģ", "..", "<b>"]
)
def test_an_unknown_code_is_called_unknown(client, certificate, code):
    answer = check(client, code, lang="en")
    assert answer.status_code == 200
    assert "No certificate with this code. Check every letter and digit." in said(answer)
    assert "Ķirse" not in said(answer)
    assert check(client, code, format="json").json()["status"] == "unknown"


def test_a_code_is_read_however_it_is_typed(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "new_code", lambda: "7QK4M9XD2H0RT61B8A3C")
    certificate = certificates.certificate(group, manager)
    for typed in (
        "7QK4M9XD2H0RT61B8A3C",
        "7QK4M-9XD2H-0RT61-B8A3C",
        " 7qk4m 9xd2h ort6l b8a3c ",
        "7QK4M–9XD2H–ORT6I–B8A3C",
        "７QK4M9XD2H0RT61B8A3C",
    ):
        assert by_code(typed) == certificate


def test_codes_are_printed_in_groups_and_read_back():
    code = "7QK4M9XD2H0RT61B8A3C"
    assert printed_code(code) == "7QK4M-9XD2H-0RT61-B8A3C"
    assert normalise_code(printed_code(code)) == code


def test_guessing_finds_nothing(certificate):
    dice = random.Random(2026)
    guesses = [with_checks("".join(dice.choices(ALPHABET, k=18))) for _ in range(10_000)]
    code = certificate.verification_code
    neighbours = [
        code[:n] + letter + code[n + 1 :]
        for n in range(20)
        for letter in ALPHABET
        if letter != code[n]
    ]
    assert [guess for guess in [*guesses, *neighbours, certificate.number] if by_code(guess)] == []


def test_only_the_needed_facts_are_told(client, certificate):
    data = check(client, certificate.verification_code, format="json").json()
    assert set(data) == {
        "status",
        "code",
        "kind",
        "number",
        "name",
        "programme",
        "academic_hours",
        "issued_on",
        "issuer",
        "sha256",
        "statement",
        "chain",
    }
    page = said(check(client, certificate.verification_code, lang="en"))
    assert certificate.person.email not in page
    assert str(certificate.person.birth_year) not in page


def test_json_is_given_to_whoever_asks_for_it(client, certificate):
    answer = client.get(
        reverse("verify", args=[certificate.verification_code]),
        headers={"accept": "application/json"},
    )
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["status"] == "valid"


def test_the_answer_stays_out_of_caches_and_search_engines(client, certificate):
    for answer in (
        check(client, certificate.verification_code),
        check(client, "x"),
        check(client, certificate.verification_code, format="json"),
        client.get(reverse("verify_form")),
    ):
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accept", "query", "language"),
    [
        ("", {}, "lv"),
        ("en", {}, "en"),
        ("de", {}, "lv"),
        ("lv", {"lang": "en"}, "en"),
        ("en", {"lang": "lv"}, "lv"),
        ("", {"lang": "xx"}, "lv"),
    ],
)
def test_the_language_follows_the_reader(client, certificate, accept, query, language):
    url = reverse("verify", args=[certificate.verification_code])
    answer = client.get(url, query, headers={"accept-language": accept})
    assert f'<html lang="{language}">' in said(answer)
    assert answer.headers["Content-Language"] == language


def test_the_form_leads_to_the_answer(client, certificate):
    answer = client.get(reverse("verify_form"), {"code": certificate.verification_code.lower()})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(
        "verify", args=[printed_code(certificate.verification_code)]
    )


@pytest.mark.parametrize("code", ["", "   ", "---", "ģ", "x" * 5000, "/../"])
def test_the_form_bears_any_text(client, code):
    assert client.get(reverse("verify_form"), {"code": code}).status_code in (200, 302)


def test_more_than_thirty_a_minute_are_slowed_down(client, certificate):
    answers = [check(client, "x").status_code for _ in range(30)]
    assert set(answers) == {200}
    slowed = check(client, certificate.verification_code, lang="en")
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "60"
    assert "Too many attempts. Try again in 1 min." in said(slowed)
    assert "Ķirse" not in said(slowed)
    assert check(client, "x", format="json").status_code == 429
    other = client.get(reverse("verify", args=["x"]), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_only_get_is_answered(client, certificate):
    url = reverse("verify", args=[certificate.verification_code])
    assert client.post(url).status_code == 405
