"""Reads about the accompaniment of municipalities."""

from django.db.models import QuerySet

from courses.models import FinalReflection
from courses.queries.competences import newest_reflections
from people.models import MunicipalTeam, Person


def teams_of_mentor(mentor: Person | None) -> QuerySet[MunicipalTeam]:
    """Return the teams the mentor accompanies, in Latvian order."""
    if mentor is None:
        return MunicipalTeam.objects.none()
    return (
        MunicipalTeam.objects.filter(mentor_assignments__mentor=mentor)
        .select_related("municipality__training_region")
        .distinct()
    )


def reflections_of_team(team: MunicipalTeam) -> list[tuple[Person, FinalReflection]]:
    """Return the present members who have written a final reflection with its newest version."""
    memberships = team.memberships.current().select_related("person")
    people = [row.person for row in memberships.order_by("person__sort_key", "person_id")]
    newest = newest_reflections(person.pk for person in people)
    return [(person, newest[person.pk]) for person in people if person.pk in newest]
