"""Pages that change a certificate: what they say, whom they let, what they refuse in words."""

import pytest
from django.urls import reverse

from certificates.actions import duplicates, freeze
from certificates.actions.chain import replace_certificate
from certificates.actions.requests import request_revocation
from certificates.models import Certificate, CertificateDuplicate, CertificateRequest
from cms.exports.press import CannotPrint, TakesTooMuch
from scheduling.models import AttendanceMark
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    def paper(_certificate, *, duplicate_on=None):
        return f"%PDF-1.7 {duplicate_on or ''}".encode()

    monkeypatch.setattr(freeze, "render_certificate", paper)
    monkeypatch.setattr(duplicates, "render_certificate", paper)


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse")


@pytest.fixture
def staff(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def second(client):
    """Sign in as somebody else when the first has done their part."""

    def sign_in(**fields):
        client.force_login(people.user("programme_manager", **fields))
        return client

    return sign_in


def at(name, row):
    return reverse(f"certificates:{name}", args=[row.pk]).replace("/lv/", "/en/")


def test_the_replacement_page_compares_and_replaces(staff, certificate):
    certificate.person.family_name = "Ķirse-Lazda"
    certificate.person.save()
    page = staff.get(at("replace", certificate)).content.decode()
    assert "Žanete Ķirse-Lazda" in page
    assert ">Žanete Ķirse<" in page

    answer = staff.post(at("replace", certificate), {"reason": "Married"}, follow=True)

    new = Certificate.objects.valid().get()
    assert answer.redirect_chain[-1][0] == reverse(
        "certificates:certificate", args=[new.pk]
    ).replace("/lv/", "/en/")
    page = answer.content.decode()
    assert page.count(f"Replaces certificate No. {certificate.number}") == 1
    assert f"Replaced by No. {new.number}" in page
    assert "Married" in page


def test_without_a_reason_nothing_happens(staff, certificate):
    for name in ("replace", "duplicate", "revoke"):
        answer = staff.post(at(name, certificate), {"reason": "  "})
        assert answer.status_code == 422
        assert "reason" in answer.context["form"].errors
    assert Certificate.objects.get().state == "valid"
    assert not CertificateDuplicate.objects.exists()
    assert not CertificateRequest.objects.exists()


def test_who_falls_short_is_led_to_revocation(staff, group, manager):
    person = certificates.due_person(group, manager, blocks=8)
    certificate = certificates.certificate(group, manager, person=person)
    AttendanceMark.objects.create(
        block=certificates.blocks_of(group)[0],
        person=person,
        status="absent",
        credited_hours=0,
        recorded_by=manager,
        source="correction",
        reason="Wrong person",
    )
    page = staff.get(at("replace", certificate)).content.decode()
    assert "there is nothing to replace the certificate with" in page
    assert "<textarea" not in page

    answer = staff.post(at("replace", certificate), {"reason": "Try"})

    assert answer.status_code == 422
    assert Certificate.objects.get().state == "valid"


def test_a_duplicate_is_issued_listed_and_downloaded(staff, client, certificate):
    page = staff.post(at("duplicate", certificate), {"reason": "Lost"}, follow=True)
    copy = CertificateDuplicate.objects.get()
    assert at("download_duplicate", copy) in page.content.decode()

    client.force_login(people.user(person=certificate.person))
    assert (
        at("download_duplicate", copy)
        in client.get(at("certificate", certificate)).content.decode()
    )
    answer = client.get(at("download_duplicate", copy))

    assert answer.content == bytes(copy.pdf)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{certificate.number}-dublikats-1.pdf"'
    )
    assert set(answer.headers["Cache-Control"].split(", ")) >= {"private", "no-store"}
    client.force_login(people.user(person=people.person()))
    assert client.get(at("download_duplicate", copy)).status_code == 404


@pytest.mark.parametrize("fault", [CannotPrint, TakesTooMuch])
def test_a_page_that_cannot_be_printed_says_so(staff, certificate, monkeypatch, fault):
    def jam(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(freeze, "render_certificate", jam)
    monkeypatch.setattr(duplicates, "render_certificate", jam)
    for name in ("replace", "duplicate"):
        answer = staff.post(at(name, certificate), {"reason": "Lost"})
        assert answer.status_code == 422
        assert "The certificate could not be printed." in answer.content.decode()
    assert Certificate.objects.get().state == "valid"


def test_a_revocation_is_asked_for_and_accepted_by_a_second(staff, second, certificate):
    answer = staff.post(at("revoke", certificate), {"reason": "Forged"}, follow=True)
    made = CertificateRequest.objects.get()
    assert "so somebody else has to decide about it" in answer.content.decode()
    assert 'value="accept"' not in answer.content.decode()
    refused = staff.post(at("request", made), {"do": "accept"})
    assert refused.status_code == 422
    assert Certificate.objects.get().state == "valid"

    page = second().get(at("request", made)).content.decode()
    assert "Revoke the certificate? The public check page will show it as revoked." in page
    answer = second().post(at("request", made), {"do": "accept"}, follow=True)

    assert Certificate.objects.get().state == "revoked"
    page = answer.content.decode()
    assert "The certificate was revoked: " in page
    assert "Forged" in page
    assert "Issue a duplicate" not in page


def test_declining_needs_a_reason_and_withdrawing_none(staff, second, certificate):
    staff.post(at("revoke", certificate), {"reason": "Forged"})
    made = CertificateRequest.objects.get()
    assert second().post(at("request", made), {"do": "decline"}).status_code == 422
    assert second().post(at("request", made), {"do": "x"}).status_code == 422
    assert second().post(at("request", made), {}).status_code == 422
    assert CertificateRequest.objects.get().state == "waiting"
    second().post(at("request", made), {"do": "decline", "reason": "No"})
    assert CertificateRequest.objects.get().state == "declined"


def test_one_withdraws_ones_own(staff, certificate):
    staff.post(at("revoke", certificate), {"reason": "Forged"})
    made = CertificateRequest.objects.get()
    staff.post(at("request", made), {"do": "withdraw"})
    assert CertificateRequest.objects.get().state == "withdrawn"
    late = staff.post(at("request", made), {"do": "withdraw"})
    assert "Somebody has decided this meanwhile." in late.content.decode()


def test_a_certificate_outside_a_batch_is_asked_for_and_issued(staff, second, group, manager):
    person = certificates.due_person(group, manager)
    assert (
        at("request_issue", person) in staff.get(at("person_eligibility", person)).content.decode()
    )
    form = {"group": group.pk, "kind": "competence", "language": "lv", "reason": "Late sheet"}
    staff.post(at("request_issue", person), form)
    again = staff.post(at("request_issue", person), form)
    assert "The same is requested already" in again.content.decode()

    made = CertificateRequest.objects.get()
    answer = second().post(at("request", made), {"do": "accept"}, follow=True)

    issued = Certificate.objects.get()
    assert f"Certificate No. {issued.number} is issued." in answer.content.decode()
    assert issued.person == person


def test_a_refusal_is_shown_and_leaves_the_request_waiting(staff, second, group, manager):
    person = certificates.due_person(group, manager, blocks=7)
    form = {"group": group.pk, "kind": "competence", "language": "lv", "reason": "Late sheet"}
    staff.post(at("request_issue", person), form)
    made = CertificateRequest.objects.get()

    answer = second().post(at("request", made), {"do": "accept"})

    assert answer.status_code == 422
    assert "Conditions not met: Credited hours" in answer.content.decode()
    assert CertificateRequest.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "sent", [{"group": "0"}, {"kind": "x"}, {"language": "ru"}, {"reason": ""}]
)
def test_a_request_of_nonsense_is_refused_in_words(staff, group, manager, sent):
    person = certificates.due_person(group, manager)
    form = {"group": group.pk, "kind": "competence", "language": "lv", "reason": "x"} | sent

    assert staff.post(at("request_issue", person), form).status_code == 422
    assert not CertificateRequest.objects.exists()


def test_nobody_opens_a_form_about_themselves(second, certificate, manager):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)
    own = second(person=certificate.person)

    for name in ("replace", "duplicate", "revoke"):
        assert own.get(at(name, certificate)).status_code == 404
        assert own.post(at(name, certificate), {"reason": "x"}).status_code == 404
    assert own.post(at("request", made), {"do": "accept"}).status_code == 404
    assert own.get(at("request_issue", certificate.person)).status_code == 404
    page = own.get(at("certificate", certificate)).content.decode()
    assert at("replace", certificate) not in page


def test_the_waiting_are_counted_and_listed(staff, certificate, manager):
    request_revocation(certificate=certificate, reason="Forged", by=manager)
    assert staff.get(reverse("certificates:register")).context["waiting"] == 1
    url = "/en/certificates/requests/"
    assert "Forged" in staff.get(url).content.decode()
    assert "Forged" not in staff.get(url, {"show": "decided"}).content.decode()


def test_one_already_replaced_says_so_on_every_form(staff, certificate, manager):
    replace_certificate(certificate=certificate, reason="Name", by=manager)
    for name in ("replace", "duplicate", "revoke"):
        page = staff.get(at(name, certificate)).content.decode()
        assert "The certificate is no longer valid: it was replaced or revoked already." in page
        assert staff.post(at(name, certificate), {"reason": "x"}).status_code == 422
