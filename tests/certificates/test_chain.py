"""Replacing, printing again, revoking: what each leaves in the register."""

import hashlib
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from certificates.actions import duplicates, freeze
from certificates.actions.chain import MustBeRevoked, NotValid, replace_certificate
from certificates.actions.duplicates import issue_duplicate
from certificates.actions.issue import SelfIssue
from certificates.actions.requests import accept_request, request_revocation
from certificates.models import Certificate, CertificateDocument, NumberCounter
from certificates.queries.chain import chain_of
from people.models import AuditEntry
from scheduling.models import AttendanceMark
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def paper(certificate, *, duplicate_on=None):
        return f"%PDF-1.7 {certificate.number} {duplicate_on or ''}".encode()

    monkeypatch.setattr(freeze, "render_certificate", paper)
    monkeypatch.setattr(duplicates, "render_certificate", paper)


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(
        group, manager, given_name="Ilze", family_name="Ozola", email="ilze@example.invalid"
    )


def marry(person, name="Ozola-Bērziņa"):
    person.family_name = name
    person.save()


def correct(certificate, hours, group):
    return AttendanceMark.objects.create(
        block=certificates.blocks_of(group)[0],
        person=certificate.person,
        status="late" if hours else "absent",
        credited_hours=hours,
        recorded_by=people.user("programme_manager"),
        source="correction",
        reason="Another person",
    )


def revoke(certificate, by, reason="Forged"):
    made = request_revocation(certificate=certificate, reason=reason, by=by)
    return accept_request(request=made, by=people.user("programme_manager"))


def test_a_replacement_says_todays_facts_and_both_rows_stay(certificate, group, manager):
    marry(certificate.person)
    correct(certificate, Decimal(3), group)
    before = Certificate.objects.values("snapshot", "evidence", "sha256").get(pk=certificate.pk)

    new = replace_certificate(certificate=certificate, reason="Married", by=manager)

    old = Certificate.objects.get(pk=certificate.pk)
    assert (old.state, old.superseded_by, old.supersession_reason) == (
        "superseded",
        new,
        "Married",
    )
    assert old.superseded_at == new.issued_at
    assert Certificate.objects.values("snapshot", "evidence", "sha256").get(pk=old.pk) == before
    assert (new.state, new.sequence, new.language, new.kind) == ("valid", 2, "lv", "competence")
    assert new.snapshot["person"]["name"] == "Ilze Ozola-Bērziņa"
    assert new.snapshot["replaces"] == old.number
    assert new.snapshot["hours"]["credited"] == "39.00"
    stored = bytes(CertificateDocument.objects.get(certificate=new).pdf)
    assert hashlib.sha256(stored).hexdigest() == new.sha256
    line = AuditEntry.objects.get(action="certificates.replace")
    assert (line.actor, line.object_id, line.reason) == (manager, str(old.pk), "Married")
    assert line.after["number"] == new.number


def test_the_letter_says_so_in_the_language_of_the_person(certificate, manager):
    account = people.user(person=certificate.person)
    UserProfile.objects.create(user=account, preferred_language="en")
    mail.outbox.clear()

    new = replace_certificate(certificate=certificate, reason="Married", by=manager)

    [letter] = mail.outbox
    assert letter.subject == "Certificate replaced"
    assert "The earlier certificate is no longer valid." in letter.body
    assert f"Certificate No. {new.number}" in letter.body
    assert "/en/my/certificate/" in letter.body


def test_a_replacement_may_change_the_language(certificate, manager):
    new = replace_certificate(certificate=certificate, reason="Asked", by=manager, language="en")

    assert (new.language, new.snapshot["language"]) == ("en", "en")


def test_who_no_longer_meets_the_rule_gets_no_replacement(group, manager):
    certificate = certificates.certificate(
        group, manager, person=certificates.due_person(group, manager, blocks=8)
    )
    correct(certificate, Decimal(0), group)

    with pytest.raises(MustBeRevoked) as refused:
        replace_certificate(certificate=certificate, reason="Corrected", by=manager)

    assert [condition.code for condition in refused.value.eligibility.unmet] == ["hours"]
    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.state, row.superseded_at, row.supersession_reason) == ("valid", None, "")
    assert NumberCounter.objects.get().last_number == 1


def test_a_page_that_cannot_be_printed_leaves_the_old_one_valid(certificate, manager, monkeypatch):
    def jam(_certificate):
        raise OSError

    monkeypatch.setattr(freeze, "render_certificate", jam)
    with pytest.raises(OSError):  # noqa: PT011  # the one raised above
        replace_certificate(certificate=certificate, reason="Married", by=manager)

    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.state, row.superseded_by) == ("valid", None)
    assert NumberCounter.objects.get().last_number == 1


def test_only_a_valid_certificate_is_replaced_or_printed_again(certificate, manager):
    replace_certificate(certificate=certificate, reason="Married", by=manager)

    for act in (replace_certificate, issue_duplicate, request_revocation):
        with pytest.raises(NotValid):
            act(certificate=certificate, reason="Again", by=manager)
    assert Certificate.objects.count() == 2


def test_nobody_acts_on_their_own(certificate):
    own = people.user("programme_manager", person=certificate.person)

    for act in (replace_certificate, issue_duplicate, request_revocation):
        with pytest.raises(SelfIssue):
            act(certificate=certificate, reason="Mine", by=own)
    assert Certificate.objects.get().state == "valid"


def test_duplicates_say_the_same_are_numbered_and_hashed(certificate, manager):
    copies = [
        issue_duplicate(certificate=certificate, reason=reason, by=manager)
        for reason in ("Lost", "Burnt")
    ]

    today = timezone.localdate()
    assert [bytes(copy.pdf) for copy in copies] == [
        f"%PDF-1.7 {certificate.number} {today}".encode()
    ] * 2
    assert [(copy.ordinal, copy.reason) for copy in copies] == [(1, "Lost"), (2, "Burnt")]
    assert copies[0].sha256 == hashlib.sha256(bytes(copies[0].pdf)).hexdigest()
    assert Certificate.objects.get().state == "valid"
    lines = AuditEntry.objects.filter(action="certificates.duplicate").order_by("pk")
    assert [(line.actor, line.reason) for line in lines] == [(manager, "Lost"), (manager, "Burnt")]


def test_the_chain_runs_from_the_oldest_to_the_newest(certificate, manager):
    second = replace_certificate(certificate=certificate, reason="Married", by=manager)
    third = replace_certificate(certificate=second, reason="Divorced", by=manager)
    revoke(third, manager)
    first = Certificate.objects.get(pk=certificate.pk)
    today = timezone.localdate()

    for one in (first, Certificate.objects.get(pk=third.pk)):
        links = chain_of(one)
        assert [(link.number, link.state, link.replaced_by) for link in links] == [
            (first.number, "superseded", second.number),
            (second.number, "superseded", third.number),
            (third.number, "revoked", ""),
        ]
        assert [link.is_this for link in links].index(True) == (0 if one == first else 2)
        assert [(link.replaced_on, link.revoked_on) for link in links] == [
            (today, None),
            (today, None),
            (None, today),
        ]


def test_a_new_certificate_after_a_revocation_begins_a_new_chain(certificate, group, manager):
    revoke(certificate, manager)
    new = certificates.certificate(group, manager, person=certificate.person)

    assert [link.number for link in chain_of(new)] == [new.number]


def test_the_chain_takes_one_query_however_long(certificate, manager):
    newest = certificate
    for _ in range(5):
        newest = replace_certificate(certificate=newest, reason="Again", by=manager)

    with CaptureQueriesContext(connection) as captured:
        links = chain_of(newest)

    assert (len(links), len(captured)) == (6, 1)


def test_the_public_part_shows_words_and_no_reason_name_or_code(certificate, manager, in_english):
    new = replace_certificate(certificate=certificate, reason="Secret reason", by=manager)
    page = Template("{% include 'certificates/parts/chain.html' %}").render(
        Context({"chain": chain_of(new)})
    )

    assert page.count("<li") == 2
    assert f"Replaced by No. {new.number}: " in page
    assert "Replaced" in page
    assert "Valid" in page
    for hidden in ("Secret reason", "Ilze", "Ozola", new.verification_code):
        assert hidden not in page
