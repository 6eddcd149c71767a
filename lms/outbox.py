"""The mail backend that writes messages to the outbox instead of the network."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lms.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """Stores each message in the running transaction; a rolled-back change sends nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; return how many."""
        rows = [
            OutgoingMail(
                to=message.recipients(),
                subject=message.subject[:300],
                message=message.message().as_bytes(),
            )
            for message in email_messages
            if message.recipients()
        ]
        OutgoingMail.objects.bulk_create(rows)
        return len(rows)
