"""Reads about the accompaniment of municipalities."""

from django.db.models import QuerySet

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
