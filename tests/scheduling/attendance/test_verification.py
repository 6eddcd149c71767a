"""The verifier finds every change of the ledger and raises no false alarm."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from scheduling.models import AttendanceChain, AttendanceMark
from scheduling.models.protection import protect_ledger, release_ledger
from scheduling.queries.verification import Fault, ledger_faults, log_ledger_faults
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db
TABLE = AttendanceMark._meta.db_table
EDITS = 1000


def ledger(sessions=3, persons=4, rounds=3):
    """Sessions with rows of every kind: marks, held ones, times, reasons, decisions."""
    by = people.user("trainer", person=people.person())
    rng = random.Random(7)
    for _ in range(sessions):
        session = scheduling.session(scheduling.group())
        blocks = list(session.blocks.all())
        marked = [people.person() for _ in range(persons)]
        for turn in range(rounds):
            rows = [_mark(rng, block, person, by, turn) for block in blocks for person in marked]
            AttendanceMark.objects.bulk_create(rows)
            held = next(row for row in rows if row.standing == "held")
            AttendanceMark.objects.create(
                block=held.block, person=held.person, status=held.status, arrived_at=held.arrived_at,
                left_at=held.left_at, credited_hours=0, standing="dismissed", decides=held,
                recorded_by=by, source="decision", reason="Pārbaudīts",
            )  # fmt: skip
    return faults()[-1]


def _mark(rng, block, person, by, turn):
    standing = "held" if (block.block.part, person.pk % 3) == (1, 0) else "counts"
    late = rng.random() < 0.4
    return AttendanceMark(
        block=block,
        person=person,
        status="late" if late else "present",
        arrived_at=dt.time(10, rng.randrange(60)) if late else None,
        credited_hours=Decimal(2 if late else 4) if standing == "counts" else 0,
        standing=standing,
        why_held="closed" if standing == "held" else "",
        recorded_by=by,
        device_at=timezone.now() if turn == 1 else None,
        nonce=f"{turn}-{block.pk}-{person.pk}" if turn == 1 else "",
        reason="Ķļūda “ē”" if turn == 2 else "",
    )


def faults(session=None, known=()):
    return list(ledger_faults(session, known))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_ledger_raises_no_alarm_and_is_counted():
    count = ledger()
    assert faults() == [count] == [AttendanceMark.objects.count()]
    session = AttendanceChain.objects.first().session_id
    assert faults(session) == [AttendanceMark.objects.filter(session=session).count()]


@pytest.mark.parametrize("verb", ["UPDATE {} SET status = 'absent'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_row(verb):
    ledger(1)
    before = AttendanceMark.objects.count()
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        sql(verb.format(TABLE))
    assert AttendanceMark.objects.count() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no accounts")
def test_an_account_that_owns_the_table_has_no_right_to_change_it_on_postgresql():
    ledger(1)
    rights = ("UPDATE", "DELETE", "TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE ROLE ledger_owner NOSUPERUSER")
        cursor.execute("GRANT ledger_owner TO CURRENT_USER")
        cursor.execute("GRANT USAGE, CREATE ON SCHEMA public TO ledger_owner")
        cursor.execute(f"ALTER TABLE {TABLE} OWNER TO ledger_owner")
        cursor.execute("ALTER FUNCTION ledger_refuses() OWNER TO ledger_owner")
        cursor.execute("SET LOCAL ROLE ledger_owner")
        protect_ledger()
        cursor.execute(
            "SELECT " + ", ".join(f"has_table_privilege('{TABLE}', '{right}')" for right in rights)
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(f"DROP TRIGGER ledger_refuses ON {TABLE}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"UPDATE {TABLE} SET status = 'absent'")
        cursor.execute("RESET ROLE")


# What a row says, and what it is changed to: something that no row holds.
CONTENT = {
    "status": "'excused'",
    "arrived_at": "'11:11:11'",
    "left_at": "'11:11:11'",
    "credited_hours": "3.25",
    "standing": "'contested'",
    "why_held": "'clock'",
    "recorded_at": "'2020-01-01 00:00:00+00:00'",
    "device_at": "'2020-01-01 00:00:00+00:00'",
    "source": "'import'",
    "nonce": "'x'",
    "reason": "'cits'",
    "row_hash": f"'{'f' * 64}'",
    "recorded_by_id": "(SELECT MIN(id) FROM people_user)",
    "person_id": "(SELECT MIN(id) FROM people_person)",
    "decides_id": "(SELECT MIN(id) FROM scheduling_attendancemark)",
}
# Where it stands.
PLACE = {
    "position": "position + 1000",
    "id": "id + 1000000",
    "block_id": "(SELECT MIN(id) FROM scheduling_sessionblock)",
    "session_id": "(SELECT MIN(id) FROM scheduling_session)",
}
END = {"length": "length - 1", "head": "'0'", "last_mark": "last_mark + 1"}


def edit_content(rng, pk, session, position):
    column = rng.choice([*CONTENT])
    sql(f"UPDATE {TABLE} SET {column} = {CONTENT[column]} WHERE id = %s", pk)
    return session, position


def edit_place(rng, pk, session, position):
    column = rng.choice([*PLACE])
    sql(f"UPDATE {TABLE} SET {column} = {PLACE[column]} WHERE id = %s", pk)


def edit_end(rng, pk, session, position):
    column = rng.choice([*END])
    sql(
        f"UPDATE scheduling_attendancechain SET {column} = {END[column]} WHERE session_id = %s",
        session,
    )


def delete(rng, pk, session, position):
    sql(f"DELETE FROM {TABLE} WHERE id = %s", pk)


def cut_the_tail(rng, pk, session, position):
    sql(f"DELETE FROM {TABLE} WHERE session_id = %s AND position >= %s", session, position)


def swap(rng, pk, session, position):
    for at, to in ((position, 10**6), (position - 1, position), (10**6, position - 1)):
        sql(
            f"UPDATE {TABLE} SET position = %s WHERE session_id = %s AND position = %s",
            *(to, session, at),
        )


KINDS = [edit_content, edit_content, edit_content, edit_place, edit_end, delete, cut_the_tail, swap]


def everything():
    return [list(m.objects.order_by("pk").values_list()) for m in (AttendanceMark, AttendanceChain)]


def test_a_thousand_random_changes_are_all_found_and_a_changed_row_is_named(open_the_back_door):
    count = ledger(sessions=2, persons=3)
    people.person()
    rows = list(AttendanceMark.objects.values_list("pk", "session", "position"))
    rng, untouched = random.Random(2029), everything()
    open_the_back_door()
    made, missed = 0, []
    while made < EDITS:
        kind, row = rng.choice(KINDS), rng.choice(rows)
        before = transaction.savepoint()
        try:
            named = kind(rng, *row)
        except DatabaseError:  # a constraint that this database does not let us drop
            transaction.savepoint_rollback(before)
            continue
        if everything() != untouched:
            made += 1
            *found, _read = faults()
            places = {(fault.session, fault.position) for fault in found}
            if not found or (named and named not in places):
                missed.append((kind.__name__, row, found))
        transaction.savepoint_rollback(before)
    assert missed == []
    assert faults() == [count]


@pytest.fixture
def open_the_back_door():
    """Do what somebody with the database in their hands can: take every refusal away."""
    yield _take_refusals_away
    if connection.vendor == "sqlite":  # a setting of the connection, which no rollback undoes
        sql("PRAGMA ignore_check_constraints = OFF")


def _take_refusals_away():
    release_ledger()
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = ON")
        sql("PRAGMA defer_foreign_keys = ON")
        return
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for constraint in AttendanceMark._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            sql(f"ALTER TABLE {TABLE} DROP CONSTRAINT {constraint.name}")
    sql("SET CONSTRAINTS ALL DEFERRED")


def test_the_command_says_which_row_and_ends_with_status_one(capsys):
    ledger(1)
    call_command("verify_attendance")
    assert capsys.readouterr().out == "27 rows of the attendance ledger are as they were written\n"
    victim = AttendanceMark.objects.get(position=5)
    release_ledger()
    sql(f"UPDATE {TABLE} SET status = 'excused', credited_hours = 0 WHERE id = %s", victim.pk)
    with pytest.raises(CommandError, match="1 faults in 27 rows"):
        call_command("verify_attendance")
    assert capsys.readouterr().err == (
        f"session {victim.session_id}, row 5, mark {victim.pk}:"
        " it does not match its seal: it was changed\n"
    )


def test_a_ledger_rewritten_with_right_seals_is_found_by_an_anchor_kept_outside(tmp_path, capsys):
    ledger(1)
    anchors = tmp_path / "anchors.json"
    call_command("verify_attendance", write_anchors=anchors)
    scheduling.mark(AttendanceMark.objects.first().block, people.person(), people.user())
    call_command("verify_attendance", anchors=anchors)
    rewritten = list(AttendanceMark.objects.order_by("position"))
    release_ledger()
    sql("UPDATE scheduling_attendancechain SET length = 0, head = %s, last_mark = 0", "0" * 64)
    sql(f"UPDATE {TABLE} SET decides_id = NULL, source = 'trainer'")
    sql(f"DELETE FROM {TABLE}")
    for mark in rewritten:
        mark.decides, mark.source, mark.reason = None, "trainer", ""
    rewritten[2].status, rewritten[2].credited_hours = "absent", 0
    for mark in rewritten:
        mark.pk = None
        AttendanceMark.objects.create(
            **{f.attname: getattr(mark, f.attname) for f in mark._meta.fields if f.name != "id"}
        )
    call_command("verify_attendance")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_attendance", anchors=anchors)
    assert "it is not what the anchor from outside says" in capsys.readouterr().err


def test_a_file_that_is_no_anchors_is_refused_with_a_sentence(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{")
    with pytest.raises(CommandError, match="is not a file of anchors"):
        call_command("verify_attendance", anchors=wrong)


def test_verifying_reads_the_same_few_statements_whatever_the_length(django_assert_num_queries):
    ledger(1)
    with django_assert_num_queries(3):
        faults()
    ledger(2)
    with django_assert_num_queries(3):
        assert not any(isinstance(found, Fault) for found in faults())


def test_the_daily_check_writes_each_fault_to_the_log(caplog):
    ledger(1)
    assert log_ledger_faults() == 0
    release_ledger()
    sql(f"DELETE FROM {TABLE} WHERE position = 5")
    assert log_ledger_faults() == 1
    assert "rows 5 to 5 are missing before it" in caplog.text
