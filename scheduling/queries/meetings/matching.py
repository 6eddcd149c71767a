"""Who a name in a meeting report is: certain, proposed, or not known."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process

from people.models import Person
from scheduling.models import MeetingMatch
from scheduling.queries.meetings.names import is_device, name_key, readings

How = MeetingMatch.How
PROPOSED = 3
_CLOSE = 75
_CLOSE_PART = 85
# An address that several use: a name less alike than this is somebody else's at that address.
_CONTRADICTS = 60


class Found(NamedTuple):
    """The person whom a name certainly is, and how that is known; or neither."""

    person: int | None
    how: str = ""
    is_trainer: bool = False


NOBODY = Found(None)


class Directory:
    """The people of a session by name, address and remembered names."""

    def __init__(
        self,
        people: Iterable[Person],
        *,
        aliases: Iterable[tuple[str, int]] = (),
        trainers: Iterable[Person] = (),
    ) -> None:
        self._straight: dict[str, set[int]] = defaultdict(set)
        self._swapped: dict[str, set[int]] = defaultdict(set)
        self._emails: dict[str, set[int]] = defaultdict(set)
        self._aliases: dict[str, set[int]] = defaultdict(set)
        self._names: dict[int, str] = {}
        for person in people:
            self._names[person.pk] = name_key(person.full_name)
            self._straight[name_key(person.full_name)].add(person.pk)
            self._swapped[_swapped_key(person)].add(person.pk)
            if person.email:
                self._emails[person.email.lower()].add(person.pk)
        for key, owner in aliases:
            if owner in self._names:
                self._aliases[key].add(owner)
        self._trainers = {key(one) for one in trainers for key in (_straight_key, _swapped_key)}

    def certain(self, shown: str, email: str = "") -> Found:
        """Return whom the name certainly is. Where name, address and memory differ, nobody."""
        found = self._by_name(shown, email)
        if found is not None:
            return found
        owners = self._owners(email)
        by_email = self._by_email(shown, owners)
        by_alias = self._aliases.get(name_key(shown), set())
        if owners and by_alias and owners != by_alias:
            return NOBODY
        if len(by_alias) == 1:
            return Found(min(by_alias), How.ALIAS)
        if len(by_email) == 1:
            return Found(min(by_email), How.EMAIL)
        is_trainer = not self._trainers.isdisjoint(readings(shown))
        return Found(None, is_trainer=is_trainer and not by_email | by_alias)

    def _by_name(self, shown: str, email: str) -> Found | None:
        """Return what the name says; None if it is nobody's name here."""
        keys = list(dict.fromkeys(readings(shown)))
        straight = set().union(*(self._straight.get(key, set()) for key in keys))
        swapped = set().union(*(self._swapped.get(key, set()) for key in keys))
        named = straight | swapped
        if not named:
            return None
        addressed = self._owners(email)
        if len(named) > 1:  # namesakes: the address may tell them apart
            both = named & addressed
            return Found(min(both), How.EMAIL) if len(both) == 1 else NOBODY
        if len(addressed) == 1 and addressed != named:
            return NOBODY
        return Found(min(named), How.NAME if straight else How.SWAPPED)

    def _owners(self, email: str) -> set[int]:
        return self._emails.get(email.lower(), set()) if email else set()

    def _by_email(self, shown: str, owners: set[int]) -> set[int]:
        """Return whose address it is, unless the name is plainly another's: mailboxes are shared."""
        is_full_name = " " in name_key(shown) and not is_device(shown)
        if is_full_name and not any(
            fuzz.token_set_ratio(name_key(shown), self._names[owner]) >= _CONTRADICTS
            for owner in owners
        ):
            return set()
        return owners

    def proposals(self, shown: str) -> list[int]:
        """Return whom the name may be, the likeliest first; a person decides."""
        if is_device(shown):
            return []
        scores: dict[int, float] = {}
        for key in {_without_initials(key) for key in readings(shown)}:
            for scorer, least in (
                (fuzz.token_sort_ratio, _CLOSE),
                (fuzz.token_set_ratio, _CLOSE_PART),
            ):
                close = process.extract(
                    key, self._names, scorer=scorer, score_cutoff=least, limit=PROPOSED
                )
                for _name, score, person in close:
                    scores[person] = max(score, scores.get(person, 0))
        return sorted(scores, key=lambda person: (-scores[person], person))[:PROPOSED]


def _without_initials(key: str) -> str:
    """Return the name without single letters: of "Anna O." the given name is left."""
    return " ".join(word for word in key.split() if len(word) > 1)


def _straight_key(person: Person) -> str:
    return name_key(person.full_name)


def _swapped_key(person: Person) -> str:
    return name_key(f"{person.family_name} {person.given_name}")
