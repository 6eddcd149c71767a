"""Issuing for a group: preview, order, work, and what happens when a button is pressed twice."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.actions import batch as actions
from certificates.actions import freeze
from certificates.actions.batch import OrderedForAnotherGroup, order_batch, run_batch
from certificates.models import Certificate, CertificateBatch
from cms.exports.press import TakesTooMuch
from tests.factories import certificates, people, scheduling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printing_is_quick")]


@pytest.fixture
def printing_is_quick(monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def staff(client, manager):
    client.force_login(manager)
    return client


def preview_url(group):
    return reverse("certificates:batch_preview", args=[group.pk])


def order(group, persons, by, nonce=None):
    return order_batch(
        cohort=group.cohort,
        group=group,
        person_ids=[p.pk for p in persons],
        nonce=nonce or uuid.uuid4(),
        by=by,
    )


def test_preview_sorts_people_into_lists(staff, group, manager, in_english):
    due = certificates.due_person(group, manager, given_name="Gatava")
    short = certificates.due_person(group, manager, blocks=7, given_name="Tuvu")
    far = certificates.due_person(group, manager, blocks=2, given_name="Tālu")
    issued = certificates.certificate(group, manager).person
    preview = staff.get(preview_url(group)).context["preview"]
    assert [one.person for one in preview.ready] == [due]
    assert [one.person for one in preview.just_short] == [short]
    assert [one.person for one in preview.not_yet] == [far]
    assert [one.person for one in preview.issued] == [issued]


def test_preview_issues_nothing(staff, group, manager):
    certificates.due_person(group, manager)
    staff.get(preview_url(group))
    assert not Certificate.objects.exists()


def test_ordering_issues_in_the_background(
    staff, group, manager, django_capture_on_commit_callbacks
):
    persons = [certificates.due_person(group, manager) for _ in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(
            preview_url(group), {"nonce": uuid.uuid4(), "people": [p.pk for p in persons]}
        )
    batch = CertificateBatch.objects.get()
    assert answer.headers["Location"] == reverse("certificates:batch", args=[batch.pk])
    assert (batch.state, batch.done_count, batch.refusals) == ("done", 3, [])
    assert Certificate.objects.filter(person__in=persons).count() == 3
    page = staff.get(answer.headers["Location"])
    assert "Refresh" not in page.headers
    assert all(one.number in page.content.decode() for one in Certificate.objects.all())


def test_a_page_of_unfinished_work_reloads_itself(staff, group, manager):
    batch = order(group, [certificates.due_person(group, manager)], manager)
    page = staff.get(reverse("certificates:batch", args=[batch.pk]))
    assert page.headers["Refresh"] == "3"
    assert "<progress" in page.content.decode()


def test_a_double_click_makes_one_order(staff, group, manager, django_capture_on_commit_callbacks):
    person = certificates.due_person(group, manager)
    form = {"nonce": uuid.uuid4(), "people": [person.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        first = staff.post(preview_url(group), form)
        second = staff.post(preview_url(group), form)
    assert first.headers["Location"] == second.headers["Location"]
    assert CertificateBatch.objects.count() == 1
    assert Certificate.objects.count() == 1


def test_a_used_form_sent_for_another_group_is_refused(staff, group, manager):
    nonce = uuid.uuid4()
    order(group, [certificates.due_person(group, manager)], manager, nonce)
    other = scheduling.group(group.cohort)
    stranger = scheduling.enrolment(other).person
    with pytest.raises(OrderedForAnotherGroup):
        order(other, [stranger], manager, nonce)
    answer = staff.post(preview_url(other), {"nonce": nonce, "people": [stranger.pk]})
    assert answer.headers["Location"] == preview_url(other)
    assert CertificateBatch.objects.count() == 1


@pytest.mark.parametrize("people_sent", [[], ["0"], [str(10**30)], ["x"], ["1' OR 1=1"], ["-1"]])
def test_an_order_for_nobody_or_for_strangers_is_refused_in_words(
    staff, group, manager, people_sent
):
    certificates.due_person(group, manager)
    answer = staff.post(preview_url(group), {"nonce": uuid.uuid4(), "people": people_sent})
    assert answer.status_code == 200
    assert len(answer.context["messages"]) == 1
    assert not CertificateBatch.objects.exists()


@pytest.mark.parametrize("nonce", ["", "x", "0" * 200])
def test_an_order_without_its_nonce_is_refused(staff, group, manager, nonce):
    person = certificates.due_person(group, manager)
    answer = staff.post(preview_url(group), {"nonce": nonce, "people": [person.pk]})
    assert answer.status_code == 200
    assert not CertificateBatch.objects.exists()


def test_refusals_are_kept_with_their_reason(staff, group, in_english):
    boss = people.person()
    manager = people.user("programme_manager", person=boss)
    scheduling.enrolment(group, person=boss)
    certificates.attend(boss, certificates.blocks_of(group), manager)
    certificates.complete_modules(boss, group.cohort.programme)
    issued = certificates.certificate(group, manager)
    short = certificates.due_person(group, manager, blocks=7)
    due = certificates.due_person(group, manager)
    batch = order(group, [boss, issued.person, short, due], manager)
    batch = run_batch(batch_id=batch.pk)
    assert batch.refusals == [
        {"person": boss.pk, "reason": "self_issue"},
        {"person": issued.person_id, "reason": "already_issued", "number": issued.number},
        {"person": short.pk, "reason": "not_eligible", "conditions": ["hours"]},
    ]
    assert (batch.state, batch.done_count) == ("done", 4)
    text = staff.get(f"/en/certificates/batch/{batch.pk}/").content.decode()
    assert "You cannot issue a certificate to yourself. Ask a colleague to do it." in text
    assert f"Already has certificate No. {issued.number}" in text
    assert "Conditions not met: Credited hours" in text


def test_a_document_that_takes_too_much_is_named_and_the_others_are_issued(
    staff, group, manager, monkeypatch
):
    persons = [certificates.due_person(group, manager) for _ in range(3)]

    def heavy_for_the_second(certificate):
        if certificate.person_id == persons[1].pk:
            raise TakesTooMuch("the process ended with -24")
        return b"%PDF-1.7"

    monkeypatch.setattr(freeze, "render_certificate", heavy_for_the_second)
    batch = run_batch(batch_id=order(group, persons, manager).pk)

    assert batch.refusals == [{"person": persons[1].pk, "reason": "not_printed"}]
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2]
    page = staff.get(reverse("certificates:batch", args=[batch.pk])).content.decode()
    assert "Dokumentu neizdevās sagatavot: tas prasa pārāk daudz laika vai atmiņas." in page


def test_work_that_stopped_goes_on_where_it_was(group, manager, monkeypatch):
    persons = [certificates.due_person(group, manager) for _ in range(3)]
    batch = order(group, persons, manager)
    real, calls = actions.issue_certificate, []

    def fails_on_the_second(**kwargs):
        calls.append(kwargs["person"])
        if len(calls) == 2:
            raise OSError("disk full")
        return real(**kwargs)

    monkeypatch.setattr(actions, "issue_certificate", fails_on_the_second)
    with pytest.raises(OSError, match="disk full"):
        run_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done_count) == ("failed", 1)
    batch = run_batch(batch_id=batch.pk)
    assert (batch.state, batch.done_count) == ("done", 3)
    assert calls == [persons[0], persons[1], persons[1], persons[2]]
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3]


def test_running_a_finished_order_again_changes_nothing(group, manager):
    batch = order(group, [certificates.due_person(group, manager)], manager)
    first = run_batch(batch_id=batch.pk)
    second = run_batch(batch_id=batch.pk)
    assert (second.state, second.done_count, second.finished_at) == (
        "done",
        1,
        first.finished_at,
    )
    assert Certificate.objects.count() == 1


def test_preview_queries_do_not_grow_with_people(staff, group, manager):
    counts = []
    for size in (3, 30, 300):
        while group.enrolments.count() < size:
            scheduling.enrolment(group)
        certificates.due_person(group, manager)
        certificates.certificate(group, manager)
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(preview_url(group)).status_code == 200
        counts.append(len(captured))
    assert counts[1] == counts[2]
    assert counts[0] >= counts[1] - 1  # the first request fills caches of the menu
