"""A training day on 8 May 2024 with its morning open for self check-in, and phones."""

from django.test import Client
from django.utils import timezone

from people.models import Person, User
from scheduling.actions.check_in import open_check_in
from scheduling.models import AttendanceMark, CheckIn
from tests.factories import people
from tests.factories.scheduling import session_with


def clock(time: str) -> str:
    """A moment of that day in Latvia, such as 09:12:30."""
    return f"2024-05-08T{time}+03:00"


def morning(count: int = 1, part: int = 1) -> tuple[CheckIn, list[Person]]:
    """Open a block of a session with so many people; its trainer is somebody else."""
    trainer = people.person()
    _session, blocks, persons = session_with(count, trainer)
    by = people.user("trainer", person=trainer)
    return open_check_in(block=blocks[part - 1], by=by), persons


def account(person: Person | None) -> User:
    found = User.objects.filter(person=person).first() if person else None
    return found or people.user(person=person)


def phone(person: Person | None) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(account(person), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def drawn(check_in: CheckIn) -> str:
    """The address of the code that is on the screen now."""
    return f"/en/check-in/{check_in.token(timezone.now())}/"


def scan(client: Client, address: str):
    """Open the address and press the button, if there is one."""
    page = client.get(address)
    if page.templates[0].name != "scheduling/check_in.html":
        return page
    return client.post(address)


def marks() -> list[tuple[str, str]]:
    """What the ledger says: status and source of every row."""
    return list(AttendanceMark.objects.order_by("pk").values_list("status", "source"))
