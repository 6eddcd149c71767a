"""The database's own refusal to change or delete a row of the attendance ledger."""

from typing import Any

from django.db import connections

TABLE = "scheduling_attendancemark"
REFUSAL = "rows of the attendance ledger are never changed or deleted"

_SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS ledger_refuses_{verb} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for verb in ("update", "delete")
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE OR REPLACE TRIGGER ledger_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
    # Not even the owner, who runs the migrations and often the product, too. A foreign key to the
    # table locks the row it points to, which takes the right to update one column at least.
    f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM PUBLIC, CURRENT_USER",
    f"GRANT UPDATE (id) ON {TABLE} TO CURRENT_USER",
]


def protect_ledger(using: str = "default", **kwargs: Any) -> None:
    """Put the refusal in force; repeating it changes nothing. Runs after every migration.

    A migration that rebuilds the table on SQLite drops its triggers, hence after each of them.
    """
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]:
            cursor.execute(statement)


def release_ledger(using: str = "default") -> None:
    """Take the refusal away: for a migration of the table itself, and for tests that clear it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS ledger_refuses_update")
            cursor.execute("DROP TRIGGER IF EXISTS ledger_refuses_delete")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS ledger_refuses ON {TABLE}")
            cursor.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {TABLE} TO CURRENT_USER")
