"""The demo accounts: one for each role."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.actions.roles import assign_role
from people.models import Person, Role, User

PASSWORD = "demo-digitali-2026"  # noqa: S105  # shown on the console and in the README on purpose

# Sign-in name, invented person, staff role (None: the role follows from other records).
ACCOUNTS = [
    ("participant", ("Ilze", "Ausekle"), None),
    ("newcomer", ("Liene", "Vizbulīte"), None),
    ("lead", ("Sarmīte", "Dadzīte"), None),
    ("trainer", ("Oskars", "Ziemelis-Vējš"), Role.TRAINER),
    ("mentor", ("Astra", "Mētraine"), Role.MENTOR),
    ("editor", ("Vija", "Kadiķe"), Role.CONTENT_EDITOR),
    ("language", ("Skaidrīte", "Vizule"), Role.LANGUAGE_EDITOR),
    ("manager", ("Dzintra", "Sniegpulkstene"), Role.PROGRAMME_MANAGER),
    ("evaluator", ("Aldis", "Rudzupuķe"), Role.EVALUATOR),
    ("auditor", ("Herta", "Pelašķe"), Role.AUDITOR),
]


def load_staff() -> dict[str, Person]:
    """Make the accounts that are missing; return each one's person by sign-in name."""
    password = make_password(PASSWORD)
    people = {}
    for username, (given, family), role in ACCOUNTS:
        account = User.objects.filter(username=username).select_related("person").first()
        if account is None:
            person = Person.objects.create(
                given_name=given,
                family_name=family,
                birth_year=1988,
                email=f"{username}@example.invalid",
                is_demo=True,
            )
            account = User.objects.create(
                username=username, email=person.email, password=password, person=person
            )
            if role is not None:
                _give(account, role)
        if account.person is not None:
            people[username] = account.person
    return people


def _give(account: User, role: Role) -> None:
    until = timezone.localdate() + dt.timedelta(days=365) if role == Role.AUDITOR else None
    assign_role(user=account, role=role, by=None, until=until)
