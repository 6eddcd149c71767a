"""People, accounts and municipalities for tests; all invented."""

import datetime as dt
from itertools import count
from typing import Any

from people.models import (
    Municipality,
    MunicipalTeam,
    Person,
    PlanningRegion,
    RoleAssignment,
    TeamMembership,
    TrainingRegion,
    User,
)

_serial = count(1)
PASSWORD = "egle-un-dzintars-2024"


def region(code: str = "latgale", name: str = "Latgale") -> TrainingRegion:
    return TrainingRegion.objects.get_or_create(
        code=code, defaults={"name": name, "name_en": name}
    )[0]


def municipality(**fields: Any) -> Municipality:
    return municipalities(1, **fields)[0]


def municipalities(number: int, **fields: Any) -> list[Municipality]:
    """Many at once; invented, as their codes say."""
    planning_region, _ = PlanningRegion.objects.get_or_create(
        code="latgale", defaults={"name": "Latgales plānošanas reģions"}
    )
    shared = {
        "kind": Municipality.Kind.COUNTY,
        "planning_region": planning_region,
        "training_region": fields.pop("training_region", None) or region(),
        "valid_from": dt.date(2021, 7, 1),
    }
    made = []
    for _ in range(number):
        n = next(_serial)
        values = {
            "code": f"9{n:06d}",  # no real municipality begins with 9
            "name": f"Izdomātais novads {n}",
            "name_official": f"Izdomātā novada pašvaldība {n}",
            "name_en": f"Invented Municipality {n}",
            "iso_code": f"X{n:05d}",
            "sort_key": f"{n:05d}",
        }
        made.append(Municipality(**(shared | values | fields)))
    return Municipality.objects.bulk_create(made)


def person(**fields: Any) -> Person:
    return crowd(1, **fields)[0]


def crowd(number: int, **fields: Any) -> list[Person]:
    """Many people at once, each with a name of their own."""
    made = []
    for _ in range(number):
        n = next(_serial)
        values = {
            "given_name": "Liepa",
            "family_name": f"Ābele {n}",
            "email": f"liepa{n}@example.invalid",
        }
        made.append(Person(**(values | fields)))
        made[-1].set_keys()
    return Person.objects.bulk_create(made)


def user(*roles: str, person: Person | None = None, **fields: Any) -> User:
    """An account with staff roles; the auditor's ends in a month."""
    n = next(_serial)
    account = User.objects.create_user(
        username=fields.pop("username", f"user{n}"), password=PASSWORD, person=person, **fields
    )
    for role in roles:
        until = dt.date.today() + dt.timedelta(days=30) if role == "auditor" else None
        RoleAssignment.objects.create(user=account, role=role, valid_until=until)
    return account


def team(**fields: Any) -> MunicipalTeam:
    return MunicipalTeam.objects.create(
        municipality=fields.pop("municipality", None) or municipality(), **fields
    )


def member(team: MunicipalTeam, role: str = "member", **fields: Any) -> TeamMembership:
    someone = fields.pop("person", None) or person(municipality=team.municipality)
    return TeamMembership.objects.create(team=team, person=someone, role=role, **fields)
