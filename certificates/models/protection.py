"""The database's own refusal to change what was issued, or to delete it."""

from typing import Any

from django.db import connections

REFUSAL = "an issued certificate is never changed or deleted"
CERTIFICATE, DOCUMENT = "certificates_certificate", "certificates_certificatedocument"
DUPLICATE = "certificates_certificateduplicate"
# What was issued may not change. The hash may be filled in once; so may what became of it.
FROZEN = (
    "id, person_id, programme_id, group_id, kind, series, year, sequence, number,"
    " verification_code, code_digest, language, snapshot, evidence, statement, statement_key_id,"
    " issued_at, issued_by_id"
)
OUTCOME = "state, superseded_at, supersession_reason, revoked_at, revocation_reason"
_RULES = {
    "certificate_is_frozen": f"UPDATE OF {FROZEN} ON {CERTIFICATE} FOR EACH ROW",
    "certificate_keeps_its_hash": (
        f"UPDATE OF sha256 ON {CERTIFICATE} FOR EACH ROW WHEN (OLD.sha256 <> '')"
    ),
    "certificate_is_over_for_good": (
        f"UPDATE OF {OUTCOME} ON {CERTIFICATE} FOR EACH ROW WHEN (OLD.state <> 'valid')"
    ),
    "certificate_keeps_its_successor": (
        f"UPDATE OF superseded_by_id ON {CERTIFICATE} FOR EACH ROW"
        " WHEN (OLD.superseded_by_id IS NOT NULL)"
    ),
    "certificate_stays": f"DELETE ON {CERTIFICATE} FOR EACH ROW",
    "document_is_frozen": f"UPDATE ON {DOCUMENT} FOR EACH ROW WHEN (NOT OLD.awaits_seal)",
    "document_stays": f"DELETE ON {DOCUMENT} FOR EACH ROW",
    "duplicate_is_frozen": f"UPDATE ON {DUPLICATE} FOR EACH ROW",
    "duplicate_stays": f"DELETE ON {DUPLICATE} FOR EACH ROW",
}
_FUNCTION = f"""CREATE OR REPLACE FUNCTION certificate_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""


def protect_certificates(using: str = "default", **kwargs: Any) -> None:
    """Put the refusal in force; repeating it changes nothing. Runs after every migration."""
    connection = connections[using]
    if DUPLICATE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, rule in _RULES.items():
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {rule}"
                    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
            return
        cursor.execute(_FUNCTION)
        for name, rule in _RULES.items():
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {rule}"
                " EXECUTE FUNCTION certificate_refuses()"
            )
        for table in (CERTIFICATE, DOCUMENT, DUPLICATE):
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER certificates_stay BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION certificate_refuses()"
            )


def release_certificates(using: str = "default") -> None:
    """Take the refusal away: for a migration of the tables, and for tests that clear them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, rule in _RULES.items():
            table = rule.split(" ON ")[1].split()[0]
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
        if connection.vendor != "sqlite":
            for table in (CERTIFICATE, DOCUMENT, DUPLICATE):
                cursor.execute(f"DROP TRIGGER IF EXISTS certificates_stay ON {table}")
