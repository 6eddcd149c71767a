"""Mail: written to the outbox in the transaction that decided on it, sent on by the worker."""

import datetime as dt
import logging
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as MimeMessage
from email.policy import Policy

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from lms.models import OutgoingMail

logger = logging.getLogger(__name__)

# Minutes to wait after each failed attempt; after the last one a person has to look.
BACKOFF_MINUTES = [1, 5, 30, 120, 720]
KEEP_SENT_DAYS = 30


class OutboxBackend(BaseEmailBackend):
    """Stores each message in the running transaction; a rolled-back change sends nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; return how many."""
        rows = [
            OutgoingMail(
                to=message.recipients(),
                subject=" ".join(message.subject.split())[:300],
                message=message.message().as_bytes(),
            )
            for message in email_messages
            if message.recipients()
        ]
        OutgoingMail.objects.bulk_create(rows)
        return len(rows)


# A long header without spaces, such as List-Unsubscribe, would be encoded and no longer be read.
_AS_WRITTEN = policy.SMTP.clone(refold_source="none")


class _SealedMime(MimeMessage):
    """What Django's SMTP backend asks of a message beside what Python's own can do."""

    def as_bytes(  # type: ignore[override]  # Django's own messages take a linesep
        self, unixfrom: bool = False, policy: Policy | None = None, linesep: str = "\r\n"
    ) -> bytes:
        return super().as_bytes(unixfrom, (policy or self.policy).clone(linesep=linesep))


class _Sealed(EmailMessage):
    """A message that leaves exactly as it was written to the outbox."""

    def __init__(self, row: OutgoingMail) -> None:
        self._mime = message_from_bytes(bytes(row.message), _SealedMime, policy=_AS_WRITTEN)
        super().__init__(subject=row.subject, from_email=str(self._mime["From"]), to=list(row.to))

    def message(self) -> MimeMessage:  # type: ignore[override]  # Django types its own subclass
        return self._mime  # type: ignore[return-value]


def deliver_due_mail(limit: int = 50) -> int:
    """Send what is due, oldest first; return how many left. A failure waits longer each time."""
    sent = 0
    for _turn in range(limit):
        with transaction.atomic():
            row = (
                OutgoingMail.objects.select_for_update(skip_locked=True)
                .filter(state=OutgoingMail.State.WAITING, next_attempt_at__lte=timezone.now())
                .order_by("id")
                .first()
            )
            if row is None:
                return sent
            sent += _attempt(row)
    return sent


def _attempt(row: OutgoingMail) -> int:
    connection = get_connection(
        backend=settings.OUTBOX["EMAIL_BACKEND"],
        **{
            option: settings.OUTBOX[name]
            for option, name in (
                ("host", "EMAIL_HOST"),
                ("port", "EMAIL_PORT"),
                ("username", "EMAIL_HOST_USER"),
                ("password", "EMAIL_HOST_PASSWORD"),
                ("use_tls", "EMAIL_USE_TLS"),
                ("use_ssl", "EMAIL_USE_SSL"),
                ("file_path", "EMAIL_FILE_PATH"),
            )
            if settings.OUTBOX.get(name)
        },
    )
    row.attempts += 1
    try:
        connection.send_messages([_Sealed(row)])
    except (
        OSError
    ) as fault:  # what smtplib and sockets raise; the message waits for a better moment
        row.last_error = f"{type(fault).__name__}: {fault}"[:2000]
        if row.attempts > len(BACKOFF_MINUTES):
            row.state = OutgoingMail.State.DEAD
            logger.exception("Outgoing message %s given up", row.pk)
        else:
            wait = BACKOFF_MINUTES[row.attempts - 1]
            row.next_attempt_at = timezone.now() + dt.timedelta(minutes=wait)
        row.save(update_fields=["attempts", "state", "next_attempt_at", "last_error"])
        return 0
    row.state = OutgoingMail.State.SENT
    row.sent_at = timezone.now()
    row.last_error = ""
    row.save(update_fields=["attempts", "state", "sent_at", "last_error"])
    return 1


def forget_sent_mail() -> int:
    """Delete messages sent long enough ago: they hold personal data."""
    limit = timezone.now() - dt.timedelta(days=KEEP_SENT_DAYS)
    return OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=limit).delete()[0]
