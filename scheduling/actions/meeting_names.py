"""Deciding whose the names of a meeting are, and remembering what a reviewer taught."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import lock
from scheduling.models import MeetingAlias, MeetingAttendee, MeetingMatch, Session
from scheduling.queries.meetings.names import is_device, name_key
from scheduling.queries.roster import people_of

Decision = MeetingAttendee.Decision
How = MeetingMatch.How
MAX_AT_ONE_DEVICE = 4


@dataclass(frozen=True)
class Choice:
    """What a reviewer says of one name: whose it is, and who else sat at the device and why.

    Without a person the name waits, or is set aside as nobody's of this training.
    """

    attendee_id: int
    person_id: int | None = None
    is_aside: bool = False
    also: tuple[int, ...] = ()
    note: str = ""


class NameNotFound(Exception):
    """A choice is about a name or a person that the session does not have."""


class NoteMissing(Exception):
    """Several people at one device: a note says how that is known."""


class TooManyAtOneDevice(Exception):
    """More people than sit at one device."""


@transaction.atomic
def decide_names(*, session: Session, choices: Sequence[Choice], by: User) -> list[MeetingAttendee]:
    """Settle whose the names are; return those whose decision changed.

    A name that is not the person's own is remembered for the next meeting, unless it is a
    device's or several people share it. Raises NameNotFound, NoteMissing or TooManyAtOneDevice
    and changes nothing.
    """
    locked = lock(session)
    people = {person.pk: person for person in people_of(locked)}
    names = {
        row.pk: row
        for row in MeetingAttendee.objects.filter(
            report__in=locked.meeting_reports.live(), pk__in=[one.attendee_id for one in choices]
        ).prefetch_related("matches")
    }
    for choice in choices:
        _check(choice, names, people)
    changed = [one for one in choices if _content(one) != _stored(names[one.attendee_id])]
    rows = [_decided(names[one.attendee_id], one, by) for one in changed]
    MeetingAttendee.objects.bulk_update(rows, ["decision", "decided_by", "decided_at"])
    MeetingMatch.objects.filter(attendee__in=rows).delete()
    MeetingMatch.objects.bulk_create(match for one in changed for match in _matches(one))
    learned = _learn(changed, names, people, by)
    if rows:
        facts = {"names": [[one.attendee_id, one.person_id, *one.also] for one in changed]}
        record(
            actor=by,
            action="meeting_names.decided",
            subject=locked,
            after=facts | {"learned": learned},
        )
    return rows


def _check(choice: Choice, names: dict[int, MeetingAttendee], people: dict[int, Person]) -> None:
    chosen = [pk for pk in (choice.person_id, *choice.also) if pk is not None]
    if choice.attendee_id not in names or not set(chosen) <= set(people):
        raise NameNotFound
    if len(set(chosen)) > MAX_AT_ONE_DEVICE:
        raise TooManyAtOneDevice
    if choice.also and (choice.person_id is None or not choice.note.strip()):
        raise NoteMissing


def _content(choice: Choice) -> tuple[object, ...]:
    """Return what the choice makes of the name, comparable with what is stored."""
    if choice.person_id is None:
        return (Decision.ASIDE if choice.is_aside else Decision.WAITING), None, frozenset()
    others = frozenset((pk, choice.note.strip()) for pk in _others(choice))
    return Decision.MATCHED, choice.person_id, others


def _others(choice: Choice) -> list[int]:
    return [pk for pk in dict.fromkeys(choice.also) if pk != choice.person_id]


def _stored(row: MeetingAttendee) -> tuple[object, ...]:
    matches = list(row.matches.all())
    main = next((one.person_id for one in matches if one.how != How.SHARED), None)
    shared = frozenset((one.person_id, one.note) for one in matches if one.how == How.SHARED)
    return row.decision, main, shared


def _decided(row: MeetingAttendee, choice: Choice, by: User) -> MeetingAttendee:
    row.decision = str(_content(choice)[0])
    row.decided_by, row.decided_at = by, timezone.now()
    return row


def _matches(choice: Choice) -> Iterable[MeetingMatch]:
    if choice.person_id is None:
        return
    yield MeetingMatch(attendee_id=choice.attendee_id, person_id=choice.person_id, how=How.REVIEWER)
    for pk in _others(choice):
        yield MeetingMatch(
            attendee_id=choice.attendee_id,
            person_id=pk,
            how=How.SHARED,
            note=choice.note.strip(),
        )


def _learn(
    choices: Sequence[Choice],
    names: dict[int, MeetingAttendee],
    people: dict[int, Person],
    by: User,
) -> int:
    """Remember the names that are not the person's own; return how many are new."""
    wanted: dict[tuple[str, int], str] = {}
    for choice in choices:
        shown = names[choice.attendee_id]
        person = people.get(choice.person_id or 0)
        if person is None or choice.also or is_device(shown.name):
            continue
        own = {
            name_key(f"{person.given_name} {person.family_name}"),
            name_key(f"{person.family_name} {person.given_name}"),
        }
        if shown.key not in own:
            wanted[shown.key, person.pk] = shown.name
    if not wanted:
        return 0
    known = set(
        MeetingAlias.objects.filter(key__in=[key for key, _person in wanted]).values_list(
            "key", "person"
        )
    )
    new = [
        MeetingAlias(key=key, person_id=person, name=name, learned_by=by)
        for (key, person), name in wanted.items()
        if (key, person) not in known
    ]
    MeetingAlias.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def forget_alias(*, alias: MeetingAlias, by: User) -> None:
    """Forget a remembered name; what was decided by it stays decided."""
    record(
        actor=by,
        action="meeting_alias.forgotten",
        subject=alias,
        before={"person": alias.person_id},
    )
    alias.delete()
