"""Saving the final reflection and what the person will do on Monday."""

from django.db import transaction

from courses.models import FinalReflection, Programme
from people.actions import audit
from people.models import Person, User

FINAL_REFLECTION_LIMIT = 4000


@transaction.atomic
def save_final_reflection(
    *, person: Person, programme: Programme, reflection: str, monday: str, by: User | None
) -> FinalReflection | None:
    """Add a version if it differs from the newest one; return the newest, or None if all is empty."""
    # The person's row is the lock: the same form sent twice at once adds one version.
    Person.objects.select_for_update().get(pk=person.pk)
    newest = FinalReflection.objects.filter(person=person, programme=programme).first()
    texts = {"reflection": reflection.strip(), "monday": monday.strip()}
    current = {name: getattr(newest, name, "") for name in texts}
    if texts == current:
        return newest
    saved = FinalReflection.objects.create(person=person, programme=programme, **texts)
    audit.record(
        actor=by,
        action="courses.final_reflection_saved",
        subject=saved,
        after={"person": person.pk, "programme": programme.pk},
    )
    return saved
