"""Whatever comes instead of marks from a phone gets a sentence and saves nothing."""

import pytest
from django.utils import timezone

from scheduling.models import AttendanceMark
from tests.scheduling.attendance.phoning import Day, ledger, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(as_trainer):
    """A trainer's session of today with three people."""
    client, trainer = as_trainer
    return Day(client, trainer, 3)


CANNOT_BE_READ = (
    "Ierīces sūtīto nevar nolasīt. Nekas nav ierakstīts; atveriet apmeklējuma lapu vēlreiz."
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"not json",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b"9" * 5000,
        b'{"marks": [], "owner": "x"}',
        b'{"marks": {}, "owner": "' + b"0" * 20 + b'"}',
    ],
    ids=range(11),
)
def test_what_is_no_request_gets_a_sentence(today, body):
    response = today.post(body)

    assert (response.status_code, response.json()) == (400, {"text": CANNOT_BE_READ})
    assert today.post(body, "close/").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": ""},
        {"nonce": None},
        {"nonce": "\x00"},
        {"nonce": "x" * 200_000},
        {"nonce": "\ud800"},
        {"person": 1},
        {"person": "Anna"},
        {"person": "\x00" * 20},
        {"block": "1"},
        {"block": -1},
        {"block": True},
        {"block": 1.5},
        {"block": 10**30},
        {"block": None},
        {"status": "made_up"},
        {"status": ["present"]},
        {"status": None},
        {"arrived": "25:00"},
        {"arrived": 9},
        {"left": "9:00"},
        {"left": "09:00:00\x00"},
        {"device_at": "yesterday"},
        {"device_at": ""},
        {"device_at": "0001-01-01T00:00:00+14:00"},
        {"device_at": "9999-12-31T23:59:59-14:00"},
        {"seen": -1},
        {"seen": 2**31},
        {"seen": "0"},
    ],
    ids=str,
)
def test_a_mark_that_cannot_be_read_gets_a_sentence_and_saves_nothing(today, wrong):
    response = today.post(today.sent(today.mark(0), today.mark(1) | wrong))

    assert (response.status_code, response.json()) == (400, {"text": CANNOT_BE_READ})
    assert ledger() == []


@pytest.mark.parametrize("moment", ["2024-05-08T10:00:00", "1970-01-01T00:00:00Z"])
def test_a_moment_of_long_ago_is_read_and_held(today, moment):
    assert outcomes(today.send(today.mark(0, device_at=moment))) == ["held"]


def test_a_moment_without_a_zone_is_read_as_the_clock_on_the_wall(today):
    moment = timezone.localtime().replace(tzinfo=None).isoformat()

    today.send(today.mark(0, device_at=moment))

    recorded = AttendanceMark.objects.get().device_at
    assert timezone.localtime(recorded).replace(tzinfo=None).isoformat() == moment


def test_too_much_at_once_is_refused_with_a_sentence(today):
    sentence = {
        "text": "Ierīce vienā reizē nosūtīja pārāk daudz atzīmju. Nekas nav ierakstīts; "
        "tā sūtīs pa mazākām daļām."
    }
    many = today.post(today.sent(*[{}] * 501))
    large = today.post(today.sent(today.mark(0, nonce="x" * 300_000)))
    huge = today.post(today.sent(today.mark(0, nonce="x" * 10_000_000)))

    assert (many.status_code, many.json()) == (413, sentence)
    assert (large.status_code, large.json()) == (413, sentence)
    assert huge.status_code == 413
    assert ledger() == []
