"""Replacing many for one reason: the confirmation, the order, and the work."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from certificates.actions import freeze, replacement
from certificates.actions.batch import run_batch
from certificates.actions.chain import replace_certificate
from certificates.actions.replacement import OrderUsed, order_replacement
from certificates.models import Certificate, CertificateBatch
from people.models import AuditEntry
from scheduling.models import AttendanceMark
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def issued(group, manager):
    ones = [certificates.certificate(group, manager) for _ in range(3)]
    mail.outbox.clear()
    return ones


@pytest.fixture
def staff(client, manager):
    client.force_login(manager)
    return client


def order(ones, by, nonce=None):
    return order_replacement(
        certificates=ones, reason="Wrong title", nonce=nonce or uuid.uuid4(), by=by
    )


def test_an_order_replaces_each_with_one_letter_and_one_line(issued, manager):
    [batch] = order(issued, manager)

    batch = run_batch(batch_id=batch.pk)

    assert (batch.state, batch.done_count, batch.refusals) == ("done", 3, [])
    old = Certificate.objects.filter(pk__in=[one.pk for one in issued]).order_by("sequence")
    assert [(one.state, one.supersession_reason) for one in old] == [
        ("superseded", "Wrong title")
    ] * 3
    new = Certificate.objects.valid().order_by("sequence")
    assert [one.snapshot["replaces"] for one in new] == [one.number for one in old]
    assert [one.sequence for one in new] == [4, 5, 6]
    assert AuditEntry.objects.filter(action="certificates.replace").count() == 3
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        one.person.email for one in issued
    )


def test_work_that_stopped_goes_on_where_it_was(issued, manager, monkeypatch):
    [batch] = order(issued, manager)
    real, calls = replacement.replace_certificate, []

    def fails_on_the_second(**kwargs):
        calls.append(kwargs["certificate"].person_id)
        if len(calls) == 2:
            raise OSError("disk full")
        return real(**kwargs)

    monkeypatch.setattr(replacement, "replace_certificate", fails_on_the_second)
    with pytest.raises(OSError, match="disk full"):
        run_batch(batch_id=batch.pk)
    batch = run_batch(batch_id=batch.pk)
    run_batch(batch_id=batch.pk)

    assert (batch.state, batch.done_count, len(calls)) == ("done", 3, 4)
    assert Certificate.objects.count() == 6
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert len(mail.outbox) == 3


def test_who_cannot_be_served_is_kept_with_the_reason(group, manager, client, in_english):
    short = certificates.certificate(
        group, manager, person=certificates.due_person(group, manager, blocks=8)
    )
    boss = people.user("programme_manager", person=people.person())
    own = certificates.certificate(group, manager, person=certificates.due_person(group, manager))
    own_account = people.user("programme_manager", person=own.person)
    gone = certificates.certificate(group, manager)
    done = certificates.certificate(group, manager)
    [batch] = order([short, own, gone, done], own_account)
    AttendanceMark.objects.create(
        block=certificates.blocks_of(group)[0],
        person=short.person,
        status="absent",
        credited_hours=0,
        recorded_by=manager,
        source="correction",
        reason="Wrong person",
    )
    Certificate.objects.filter(pk=gone.pk).update(
        state="revoked", revoked_at=gone.issued_at, revocation_reason="Forged"
    )
    already = replace_certificate(certificate=done, reason="Name", by=boss)

    batch = run_batch(batch_id=batch.pk)

    assert batch.refusals == [
        {
            "person": short.person_id,
            "reason": "must_be_revoked",
            "number": short.number,
            "conditions": ["hours"],
        },
        {"person": own.person_id, "reason": "self_issue"},
        {"person": gone.person_id, "reason": "not_valid"},
        {"person": done.person_id, "reason": "already_replaced", "number": already.number},
    ]
    client.force_login(manager)
    text = client.get(f"/en/certificates/batch/{batch.pk}/").content.decode()
    for said in (
        "Replacing certificates: ",
        "Wrong title",
        f"No. {short.number} can only be revoked. Conditions not met: Credited hours",
        "Holds no valid certificate any more.",
        f"Issued after this order was made: No. {already.number}",
    ):
        assert said in text


def test_each_cohort_and_kind_is_an_order_of_its_own(issued, manager):
    cohort = scheduling.cohort(issued[0].programme)
    late_group = scheduling.group(cohort)
    certificates.close(*scheduling.week(late_group))
    other = certificates.certificate(late_group, manager)

    batches = order([*issued, other], manager)

    assert sorted((batch.cohort_id, batch.person_ids) for batch in batches) == sorted(
        [
            (issued[0].group.cohort_id, [one.person_id for one in issued]),
            (other.group.cohort_id, [other.person_id]),
        ]
    )


def test_the_same_form_sent_twice_is_one_order(issued, manager):
    nonce = uuid.uuid4()

    assert order(issued, manager, nonce) == order(issued, manager, nonce)
    with pytest.raises(OrderUsed):
        order(issued[:1], manager, nonce)
    with pytest.raises(OrderUsed):
        order(issued, people.user("programme_manager"), nonce)
    assert CertificateBatch.objects.count() == 1


def form_of(page, reason="Wrong title"):
    initial = page.context["form"].initial
    return {name: initial[name] for name in ("certificates", "nonce")} | {"reason": reason}


def test_ticked_in_the_register_confirmed_and_ordered(
    staff, issued, manager, django_capture_on_commit_callbacks
):
    url = reverse("certificates:replace_many")
    page = staff.get(url, {"certificate": [issued[0].pk, issued[2].pk]})
    assert page.context["certificates"] == [issued[0], issued[2]]
    assert Certificate.objects.count() == 3

    with django_capture_on_commit_callbacks(execute=True):
        first = staff.post(url, form_of(page))
        second = staff.post(url, form_of(page))

    batch = CertificateBatch.objects.get()
    where = reverse("certificates:batch", args=[batch.pk])
    assert (first.headers["Location"], second.headers["Location"]) == (where, where)
    assert Certificate.objects.valid().count() == 3
    assert Certificate.objects.count() == 5


def test_all_that_match_the_filter_are_listed_before_anything_happens(staff, issued, manager):
    url = reverse("certificates:replace_many")
    Certificate.objects.filter(pk=issued[0].pk).update(
        state="revoked", revoked_at=issued[0].issued_at, revocation_reason="Forged"
    )

    page = staff.get(url, {"all": 1, "group": issued[0].group_id, "order": "oldest"})

    assert page.context["certificates"] == issued[1:]
    assert page.context["left_out"] == 1
    assert staff.get(url, {"all": 1, "q": "nobody"}).status_code == 302
    assert not CertificateBatch.objects.exists()


def test_without_a_reason_nothing_is_ordered(staff, issued):
    url = reverse("certificates:replace_many")
    page = staff.get(url, {"certificate": issued[0].pk})

    answer = staff.post(url, form_of(page, reason=""))

    assert answer.status_code == 422
    assert answer.context["certificates"] == issued[:1]
    assert not CertificateBatch.objects.exists()


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 30, "1' OR 1=1", "-1", "٣", ",,"])
@pytest.mark.parametrize("nonce", ["", "x", str(uuid.UUID(int=1))])
def test_a_form_of_nonsense_orders_nothing_and_never_fails(staff, issued, sent, nonce):
    url = reverse("certificates:replace_many")

    answer = staff.post(url, {"certificates": sent, "nonce": nonce, "reason": "x"})

    assert answer.status_code in (302, 422)
    assert staff.get(url, {"certificate": [sent]}).status_code == 302
    assert not CertificateBatch.objects.exists()
