"""Where the portable forms of a certificate are offered, to whom, and what Europass takes."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze
from certificates.models import Certificate
from tests.certificates.test_pages import KINDS, login_as
from tests.factories import certificates

pytestmark = pytest.mark.django_db

FILES = {
    "badge": ("application/vc", "-open-badge.json"),
    "european": ("application/ld+json", "-european-unsealed.jsonld"),
}


@pytest.fixture
def certificate(group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse")


def file_of(client, certificate, page):
    return client.get(reverse(f"certificates:{page}", args=[certificate.pk]))


def page_of(client, certificate, language="en"):
    path = f"/{language}/certificates/{certificate.pk}/"
    return client.get(path).content.decode()


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_files_are_for_the_owner_and_those_who_may_download(client, certificate, page, kind):
    answer = file_of(login_as(client, kind, certificate), certificate, page)

    assert answer.status_code == (200 if kind in {"owner", "manager", "auditor"} else 404)


@pytest.mark.parametrize("page", FILES)
def test_files_are_private_and_named_in_ascii(client, certificate, page):
    answer = file_of(login_as(client, "owner", certificate), certificate, page)

    content_type, ending = FILES[page]
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{certificate.number}{ending}"'
    )
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Žanete Ķirse" in answer.content.decode()
    assert json.loads(answer.content)["type"][0] == "VerifiableCredential"


def test_a_series_with_other_letters_leaves_an_ascii_name(client, group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")
    monkeypatch.setattr(freeze, "printed_number", lambda **_parts: "ŽĶ/2026-1")
    certificate = certificates.certificate(group, manager)

    answer = file_of(login_as(client, "manager", certificate), certificate, "badge")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-1-open-badge.json"'


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("pk", [0, 999_999, 10**17])
def test_ids_nobody_has_are_not_found(client, manager, page, pk):
    client.force_login(manager)

    assert client.get(reverse(f"certificates:{page}", args=[pk])).status_code == 404


def test_the_owner_gets_an_address_to_show_and_the_files(client, certificate):
    page = page_of(login_as(client, "owner", certificate), certificate)

    address = f"http://127.0.0.1:8000/verify/{certificate.verification_code}"
    assert f'readonly value="{address}"' in page
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page
    assert f"/en/certificates/{certificate.pk}/badge/" in page
    assert f"/en/certificates/{certificate.pk}/europass/" in page
    assert "/en/certificates/europass/" in page
    assert page.count("data-copy hidden") == page.count("data-send hidden") == 1


def test_staff_get_the_files_and_nothing_to_show_in_the_owners_name(client, certificate):
    page = page_of(login_as(client, "auditor", certificate), certificate)

    assert f"/en/certificates/{certificate.pk}/badge/" in page
    assert "linkedin" not in page
    assert "readonly" not in page


def test_what_is_not_valid_is_not_offered(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="A mistake"
    )

    page = page_of(login_as(client, "owner", certificate), certificate)

    assert "linkedin" not in page
    assert f"/certificates/{certificate.pk}/badge/" not in page


def test_the_page_asks_no_more_of_the_database_for_it(client, certificate):
    viewer = login_as(client, "owner", certificate)
    page_of(viewer, certificate)
    with CaptureQueriesContext(connection) as valid:
        page_of(viewer, certificate)
    Certificate.objects.filter(pk=certificate.pk).update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="A mistake"
    )
    with CaptureQueriesContext(connection) as revoked:
        page_of(viewer, certificate)

    assert len(valid) == len(revoked)


@pytest.mark.parametrize("page", FILES)
def test_a_file_costs_few_queries(client, certificate, page):
    viewer = login_as(client, "manager", certificate)
    file_of(viewer, certificate, page)
    with CaptureQueriesContext(connection) as captured:
        file_of(viewer, certificate, page)

    # Session, account, roles, certificate; a badge also its key.
    assert len(captured) <= 5


@pytest.mark.parametrize("language", ["lv", "en"])
def test_what_europass_takes_is_public(client, language):
    answer = client.get(f"/{language}/certificates/europass/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert f'href="https://europass.europa.eu/{language}"' in page
