"""Writing the audit trail; called by every action of consequence, inside its transaction."""

from typing import Any

from django.db.models import Model

from people.models import AuditEntry, User


def record(
    *,
    actor: User | None,
    action: str,
    subject: Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add one line to the audit trail. Values must be JSON: ids and states, not names."""
    return AuditEntry.objects.create(**_fields(actor, action, subject, before, after, reason))


def record_many(
    *, actor: User | None, action: str, changes: list[tuple[Model, dict[str, Any]]]
) -> None:
    """Add one line for each (subject, after) in a single statement."""
    AuditEntry.objects.bulk_create(
        AuditEntry(**_fields(actor, action, subject, None, after, "")) for subject, after in changes
    )


def _fields(  # noqa: PLR0917  # the columns in their order
    actor: User | None,
    action: str,
    subject: Model,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    reason: str,
) -> dict[str, Any]:
    return {
        "actor": actor if actor is not None and actor.pk else None,
        "action": action,
        "object_type": subject._meta.label_lower,  # noqa: SLF001  # Django's documented door
        "object_id": str(subject.pk),
        "before": before or {},
        "after": after or {},
        "reason": reason,
    }
