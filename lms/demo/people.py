"""Teams of invented people in the running demo cohort, and the queue of the next one."""

from django.utils import timezone

from lms.demo.names import names
from people.models import Municipality, MunicipalTeam, Person, TeamMembership
from plans.models import MentorAssignment
from scheduling.models import Cohort, Enrolment, TrainingGroup

TEAM_SIZE = 6


def load_people(running: Cohort, ahead: Cohort, staff: dict[str, Person]) -> None:
    """Give every municipality a team with confirmed places, and fill one group of the next cohort."""
    invented = _invent()
    seats = _enrol_teams(running, invented, staff)
    Enrolment.objects.bulk_create(seats)
    _fill(ahead.groups.get(code="KUR-1"), invented)
    team = MunicipalTeam.objects.get(memberships__person=staff["lead"])
    MentorAssignment.objects.create(mentor=staff["mentor"], team=team)
    others = MunicipalTeam.objects.exclude(pk=team.pk)[:3]
    MentorAssignment.objects.bulk_create(
        MentorAssignment(mentor=staff["mentor"], team=other) for other in others
    )


def _invent() -> list[Person]:
    people = []
    for n, (given, family, sex) in enumerate(names()):
        person = Person(
            given_name=given,
            family_name=family,
            sex=sex,
            birth_year=1970 + n % 32,
            job_role=[
                Person.JobRole.YOUTH_WORKER,
                Person.JobRole.YOUTH_AFFAIRS_SPECIALIST,
                Person.JobRole.OTHER,
            ][n % 3],
            email=f"demo{n}@example.invalid",
            is_demo=True,
        )
        person.set_keys()
        people.append(person)
    return Person.objects.bulk_create(people)


def _enrol_teams(
    running: Cohort, invented: list[Person], staff: dict[str, Person]
) -> list[Enrolment]:
    supply = iter(invented)
    turn: dict[int, int] = {}
    numbers: dict[int, int] = {}
    groups = _groups_by_region(running)
    memberships, seats = [], []
    for municipality in Municipality.objects.valid_on(timezone.localdate()):
        team, _is_new = MunicipalTeam.objects.get_or_create(
            municipality=municipality, defaults={"agreement_signed_on": timezone.localdate()}
        )
        region = groups[municipality.training_region_id]
        group = region[turn.get(municipality.training_region_id, 0) % 2]
        turn[municipality.training_region_id] = turn.get(municipality.training_region_id, 0) + 1
        members = [next(supply) for _ in range(TEAM_SIZE)]
        if municipality.name == "Siguldas novads":
            members = [staff["lead"], staff["participant"], *members[2:]]
            group = region[1]  # its online days are still ahead
        for n, person in enumerate(members):
            person.municipality = municipality
            is_lead = person == staff["lead"] or (n == 0 and staff["lead"] not in members)
            role = TeamMembership.TeamRole.LEAD if is_lead else TeamMembership.TeamRole.MEMBER
            memberships.append(TeamMembership(team=team, person=person, role=role))
            numbers[group.pk] = numbers.get(group.pk, 0) + 1
            seats.append(_seat(group, person, numbers[group.pk]))
        Person.objects.bulk_update(members, ["municipality"])
    TeamMembership.objects.bulk_create(memberships)
    newcomer = staff["newcomer"]
    newcomer.municipality = Municipality.objects.get(name="Mārupes novads")
    newcomer.save()
    return seats


def _groups_by_region(cohort: Cohort) -> dict[int, list[TrainingGroup]]:
    found: dict[int, list[TrainingGroup]] = {}
    for group in cohort.groups.order_by("code"):
        found.setdefault(group.region_id, []).append(group)
    return found


def _seat(group: TrainingGroup, person: Person, number: int, state: str = "confirmed") -> Enrolment:
    return Enrolment(
        person=person,
        cohort_id=group.cohort_id,
        group=group,
        municipality_id=person.municipality_id,
        state=state,
        queue_number=number,
        confirmed_at=timezone.now() if state == "confirmed" else None,
    )


def _fill(group: TrainingGroup, invented: list[Person]) -> None:
    free = [person for person in invented if person.municipality_id is None][: group.seats + 4]
    Enrolment.objects.bulk_create(
        _seat(group, person, n, "confirmed" if n <= group.seats else "waiting")
        for n, person in enumerate(free, 1)
    )
