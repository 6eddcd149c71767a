import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from lms.models import OutgoingMail
from lms.outbox import BACKOFF_MINUTES, deliver_due_mail, forget_sent_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    """pytest-django puts the memory backend in place; the product's own is under test here."""
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"


def write(subject="Vieta apstiprināta"):
    EmailMessage(subject, "Grupa: Latgale I", "no@example.invalid", ["a@example.invalid"]).send()


def test_message_waits_in_the_outbox_and_leaves_once():
    write()
    assert len(mail.outbox) == 0

    assert deliver_due_mail() == 1
    assert deliver_due_mail() == 0

    assert [message.message()["Subject"] for message in mail.outbox] == ["Vieta apstiprināta"]
    assert mail.outbox[0].message().get_content() == "Grupa: Latgale I"
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts) == ("sent", 1)


class Server:
    """A mail server that takes everything and remembers what came over the line."""

    taken: list[bytes] = []

    def __init__(self, *args, **options):
        pass

    def sendmail(self, sender, recipients, message):
        self.taken.append(message)

    def quit(self):
        pass


def test_message_goes_over_the_line_as_it_was_written(settings, monkeypatch):
    settings.OUTBOX = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    monkeypatch.setattr(EmailBackend, "connection_class", Server)
    monkeypatch.setattr(Server, "taken", [])
    stop = f"<https://example.invalid/{'a' * 90}/>"
    EmailMessage(
        "Vieta apstiprināta, un mācības sākas nākamajā nedēļā, trešdien, plkst. 9.30 Rēzeknē",
        "Rēzekne\nViļāni",
        "no@example.invalid",
        ["a@example.invalid"],
        headers={"List-Unsubscribe": stop},
    ).send()

    assert deliver_due_mail() == 1

    [message] = Server.taken
    assert message == bytes(OutgoingMail.objects.get().message).replace(b"\n", b"\r\n")
    assert f"List-Unsubscribe: \r\n {stop}\r\n".encode() in message


def test_message_of_a_rolled_back_change_is_never_sent():
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        write()
        raise ValueError("no")

    assert deliver_due_mail() == 0
    assert OutgoingMail.objects.count() == 0


def test_failure_waits_longer_each_time_and_then_is_given_up(settings):
    settings.OUTBOX = {"EMAIL_BACKEND": "tests.lms.test_outbox.Broken"}
    write()
    now = timezone.now()

    for attempt, minutes in enumerate(BACKOFF_MINUTES, 1):
        with time_machine.travel(now, tick=False):
            assert deliver_due_mail() == 0
            assert deliver_due_mail() == 0
        row = OutgoingMail.objects.get()
        assert (row.attempts, row.state) == (attempt, "waiting")
        assert row.next_attempt_at == now + dt.timedelta(minutes=minutes)
        now = row.next_attempt_at

    with time_machine.travel(now, tick=False):
        deliver_due_mail()
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.state) == (len(BACKOFF_MINUTES) + 1, "dead")
    assert row.last_error == "ConnectionRefusedError: no server"


def test_sent_messages_are_forgotten_after_thirty_days():
    write()
    deliver_due_mail()
    write("Otrā")

    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert forget_sent_mail() == 1

    assert [row.subject for row in OutgoingMail.objects.all()] == ["Otrā"]


class Broken:
    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")
