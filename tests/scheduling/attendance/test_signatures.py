"""Counting signatures, and where they differ from the marks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.models import AuditEntry
from scheduling.actions.decisions import decide, propose_correction
from scheduling.actions.signatures import (
    BlankLinesWrong,
    NotOnSheet,
    count_signatures,
    explain_difference,
)
from scheduling.models import (
    AttendanceMark,
    CountedSignature,
    DifferenceNote,
    Session,
    SignatureCount,
    Standing,
)
from scheduling.models.paper.kept import EvidenceIsKeptError
from scheduling.queries.differences import compare
from scheduling.queries.paper import paper_of
from tests.factories import paper, people, scheduling

MARKS = [None, "contested", *AttendanceMark.Status.values]
THERE = {"present", "late", "left_early"}


@given(
    st.lists(st.tuples(st.sampled_from([None, False, True]), st.sampled_from(MARKS)), max_size=9)
)
def test_differences_are_what_sets_say(people):
    signed = {n: has for n, (has, _status) in enumerate(people) if has is not None}
    marks = {n: status for n, (_has, status) in enumerate(people) if status}
    signers = {person for person, has in signed.items() if has}
    there = {person for person, status in marks.items() if status in THERE}
    contested = {person for person, status in marks.items() if status == "contested"}
    marked = set(marks)

    found = {kind: set() for kind in DifferenceNote.Kind}
    for person, kind in compare(signed, marks):
        found[kind].add(person)

    kinds = DifferenceNote.Kind
    assert found == {
        kinds.SIGNED_UNMARKED: signers - marked,
        kinds.SIGNED_ABSENT: (signers & marked) - there - contested,
        kinds.PRESENT_UNSIGNED: there - signers,
        kinds.CONTESTED: contested,
        kinds.BLANK_LINES: set(),
    }


@pytest.fixture
def day(as_trainer):
    """The trainer, a session with four people, and the morning's sheet with its scan."""
    client, trainer = as_trainer
    session, blocks, persons = scheduling.session_with(4, trainer=trainer)
    sheet = paper.sheet(blocks[0])
    paper.scan(sheet)
    return client, session, sheet, persons


def differences(session) -> list[tuple]:
    """The morning's differences: kind, person, whether open."""
    return [(d.kind.value, d.person, d.is_open) for d in paper_of(session)[0].differences]


def count_page(sheet):
    return reverse("scheduling:count_signatures", args=[sheet.pk])


@pytest.mark.django_db
def test_the_trainer_ticks_who_signed(day):
    client, session, sheet, (a, b, c, d) = day
    by = people.user()
    for person, status in ((a, "present"), (b, "absent"), (c, "late")):
        scheduling.mark(sheet.block, person, by, status)

    data = {"means": "signed", "ticked": [a.pk, b.pk, d.pk], "blank_signed": "2"}
    response = client.post(count_page(sheet), data)

    assert response["Location"] == (
        f"{reverse('scheduling:paper', args=[session.pk])}#block-{sheet.block_id}"
    )
    count = SignatureCount.objects.get()
    signed = dict(CountedSignature.objects.values_list("person", "signed"))
    assert signed == {a.pk: True, b.pk: True, c.pk: False, d.pk: True}
    assert (count.blank_signed, count.counted_by.person) == (2, session.groups.get().trainers.get())
    assert count.scans == [sheet.scans.get().pk]
    assert differences(session) == [
        ("signed_absent", b, True),
        ("present_unsigned", c, True),
        ("signed_unmarked", d, True),
        ("blank_lines", None, True),
    ]
    assert AuditEntry.objects.filter(action="signatures.counted").count() == 1


@pytest.mark.django_db
def test_the_trainer_may_say_all_but(day):
    client, _session, sheet, (a, b, _c, _d) = day

    client.post(count_page(sheet), {"means": "missing", "ticked": [a.pk, b.pk], "blank_signed": 0})

    signed = CountedSignature.objects.values_list("signed", flat=True)
    assert list(signed) == [False, False, True, True]


@pytest.mark.django_db
def test_the_page_says_the_differences_in_words(day):
    client, session, sheet, (a, b, _c, _d) = day
    scheduling.mark(sheet.block, a, people.user(), "absent")
    scheduling.mark(sheet.block, b, people.user(), "present")
    client.post(count_page(sheet), {"means": "signed", "ticked": [a.pk], "blank_signed": "0"})

    html = client.get(reverse("scheduling:paper", args=[session.pk])).content.decode()

    assert html.count("ir paraksts, bet atzīmēts, ka nebija") == 1
    assert html.count("atzīmēts, ka ieradās, bet paraksta nav") == 1
    assert html.count("2 atšķirības starp parakstiem un atzīmēm vēl nav izskaidrotas.") == 1


@pytest.mark.django_db
def test_the_newest_count_holds_and_earlier_ones_stay(day):
    _client, session, sheet, people_ = day
    by = people.user()
    for person in people_:
        scheduling.mark(sheet.block, person, by)
    count_signatures(sheet=sheet, signed=[], blank_signed=0, by=by)
    assert [kind for kind, _p, _o in differences(session)] == ["present_unsigned"] * 4

    count_signatures(sheet=sheet, signed=[p.pk for p in people_], blank_signed=0, by=by)

    assert differences(session) == []
    assert SignatureCount.objects.count() == 2
    with pytest.raises(EvidenceIsKeptError):
        SignatureCount.objects.all().delete()


@pytest.mark.django_db
def test_a_signature_on_either_of_two_sheets_of_a_block_counts(day):
    _client, session, first, (a, b, c, d) = day
    by = people.user()
    newcomer = scheduling.enrolment(session.groups.get()).person
    second = paper.sheet(first.block)
    paper.scan(second)
    for person in (a, b, c, d, newcomer):
        scheduling.mark(first.block, person, by)

    count_signatures(sheet=first, signed=[a.pk, b.pk], blank_signed=0, by=by)
    count_signatures(sheet=second, signed=[c.pk, newcomer.pk], blank_signed=0, by=by)

    assert first.pk != second.pk
    assert differences(session) == [("present_unsigned", d, True)]


@pytest.mark.django_db
def test_who_came_later_to_the_roster_may_be_ticked_on_a_blank_line(day):
    client, session, sheet, _four = day
    walk_in = scheduling.enrolment(session.groups.get()).person

    client.post(count_page(sheet), {"means": "signed", "ticked": [walk_in.pk], "blank_signed": 0})

    assert differences(session) == [("signed_unmarked", walk_in, True)]


@pytest.mark.django_db
def test_without_a_scan_nothing_is_counted(day):
    client, session, _sheet, _four = day
    bare = paper.sheet(session.blocks.last())

    client.post(count_page(bare), {"means": "signed", "blank_signed": "0"})

    assert SignatureCount.objects.count() == 0
    assert b"checkbox" not in client.get(count_page(bare)).content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"means": "maybe", "blank_signed": "0"},
        {"means": "signed", "blank_signed": "-1"},
        {"means": "signed", "blank_signed": "100"},
        {"means": "signed", "blank_signed": "9" * 40},
        {"means": "signed", "ticked": ["999999"], "blank_signed": "0"},
        {"means": "signed", "ticked": ["x"], "blank_signed": "0"},
        {"means": "signed", "ticked": ["9" * 30], "blank_signed": "0"},
    ],
)
def test_a_wrong_count_is_asked_again(day, data):
    client, _session, sheet, _four = day

    assert client.post(count_page(sheet), data).status_code == 422
    assert SignatureCount.objects.count() == 0


@pytest.mark.django_db
def test_the_action_keeps_its_laws_itself(day):
    _client, _session, sheet, _four = day
    by = people.user()

    with pytest.raises(NotOnSheet):
        count_signatures(sheet=sheet, signed=[people.person().pk], blank_signed=0, by=by)
    with pytest.raises(BlankLinesWrong):
        count_signatures(sheet=sheet, signed=[], blank_signed=-1, by=by)


@pytest.mark.django_db
def test_a_note_explains_a_difference_until_the_mark_changes(day):
    client, session, sheet, (a, *_rest) = day
    scheduling.mark(sheet.block, a, people.user(), "absent")
    count_signatures(sheet=sheet, signed=[a.pk], blank_signed=0, by=people.user())
    address = reverse("scheduling:explain_difference", args=[session.pk])
    note = {"block": sheet.block_id, "kind": "signed_absent", "person": a.pk}

    client.post(address, note | {"reason": " "})
    assert differences(session) == [("signed_absent", a, True)]
    client.post(address, note | {"reason": "Parakstījās un uzreiz aizgāja"})
    client.post(address, note | {"reason": "Vēlreiz"})

    assert differences(session) == [("signed_absent", a, False)]
    assert DifferenceNote.objects.get().reason == "Parakstījās un uzreiz aizgāja"
    scheduling.mark(sheet.block, a, people.user(), "excused")
    assert differences(session) == [("signed_absent", a, True)]


@pytest.mark.django_db
def test_a_note_on_blank_lines_holds_for_their_number(day):
    _client, session, sheet, _four = day
    by = people.user()
    count_signatures(sheet=sheet, signed=[], blank_signed=1, by=by)
    explain_difference(
        block=sheet.block, kind="blank_lines", person_id=None, reason="Viesis", by=by
    )
    assert differences(session) == [("blank_lines", None, False)]

    count_signatures(sheet=sheet, signed=[], blank_signed=2, by=by)

    assert differences(session) == [("blank_lines", None, True)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"block": "9" * 30, "kind": "signed_absent", "reason": "x"},
        {"block": "x", "kind": "signed_absent", "reason": "x"},
        {"kind": "nothing", "reason": "x"},
        {"kind": "signed_absent", "person": "9" * 30, "reason": "x"},
        {"kind": "signed_absent", "person": "1", "reason": "x" * 501},
    ],
)
def test_a_note_on_nothing_is_answered_with_a_sentence(day, data):
    client, session, sheet, _four = day
    address = reverse("scheduling:explain_difference", args=[session.pk])

    response = client.post(address, {"block": sheet.block_id} | data, follow=True)

    assert len([str(m) for m in response.context["messages"]]) == 1
    assert DifferenceNote.objects.count() == 0


@pytest.mark.django_db
def test_a_block_of_another_session_takes_no_note(day):
    client, session, _sheet, (a, *_rest) = day
    _other, blocks, _none = scheduling.session_with(1)
    address = reverse("scheduling:explain_difference", args=[session.pk])
    data = {"block": blocks[0].pk, "kind": "signed_absent", "person": a.pk, "reason": "x"}

    assert client.post(address, data).status_code == 404


@pytest.mark.django_db
def test_a_correction_by_two_people_ends_the_difference(day):
    _client, session, sheet, (a, *_rest) = day
    first, second = people.user(), people.user()
    scheduling.mark(sheet.block, a, first, "absent")
    count_signatures(sheet=sheet, signed=[a.pk], blank_signed=0, by=first)
    Session.objects.filter(pk=session.pk).update(
        state="closed", closed_at="2024-05-08 17:00+03", closed_by=first
    )
    session.blocks.update(closed_at="2024-05-08 17:00+03", closed_by=first)

    proposed = propose_correction(
        block=sheet.block, person=a, status="present", reason="Ir paraksts", by=first
    )
    [waiting] = paper_of(session)[0].differences
    assert (waiting.is_open, waiting.is_waiting) == (True, True)
    decide(block=sheet.block, person=a, chosen=proposed.pk, reason="Skatīts skenējums", by=second)

    assert differences(session) == []


@pytest.mark.django_db
def test_contradicting_marks_are_a_difference_whatever_was_signed(day):
    _client, session, sheet, (a, *_rest) = day
    AttendanceMark.objects.create(
        block=sheet.block,
        person=a,
        status="present",
        standing=Standing.CONTESTED,
        credited_hours=0,
        recorded_by=people.user(),
    )
    count_signatures(sheet=sheet, signed=[a.pk], blank_signed=0, by=people.user())

    assert differences(session) == [("contested", a, True)]


def filled(count):
    session, blocks, persons = scheduling.session_with(count)
    by = people.user()
    for block in blocks:
        sheet = paper.sheet(block)
        for _n in range(2):
            paper.scan(sheet)
        AttendanceMark.objects.bulk_create(
            AttendanceMark(block=block, person=p, status="absent", credited_hours=0, recorded_by=by)
            for p in persons
        )
        count_signatures(sheet=sheet, signed=[p.pk for p in persons], blank_signed=1, by=by)
    return session, sheet


@pytest.mark.django_db
def test_the_pages_ask_as_often_for_many_people_as_for_few(as_manager):
    def statements(count) -> list[int]:
        session, sheet = filled(count)
        address = reverse("scheduling:paper", args=[session.pk])
        asked = []
        for page in (address, count_page(sheet)):
            as_manager.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert as_manager.get(page).status_code == 200
            asked.append(len(captured))
        return asked

    assert statements(3) == statements(30) == statements(300)


@pytest.mark.django_db
def test_the_queue_asks_as_often_for_many_scans_as_for_few(as_manager):
    def statements(count) -> int:
        for _n in range(count):
            paper.scan(None)
        as_manager.get("/lv/scans/")
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get("/lv/scans/").status_code == 200
        return len(captured)

    assert statements(1) == statements(2) == statements(15)
