"""Which paragraph of a new text is which of the old one: what makes anchors last."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# How much of the words must be the same for an edited paragraph to stay the same paragraph.
SIMILAR = 0.5


@dataclass(frozen=True)
class Known:
    """A paragraph of the last edition: its serial, the text it is in and its words."""

    serial: int
    place: str
    text: str


@dataclass(frozen=True)
class Fresh:
    """A paragraph about to be published: the text it is in and its words."""

    place: str
    text: str


def match(known: Sequence[Known], fresh: Sequence[Fresh]) -> list[int | None]:
    """Return for each fresh paragraph the serial it keeps, or None where it is a new one.

    The same words keep their serial, first within their place and in order, then wherever they
    were moved to. Of what is left, the most similar pairs of one place belong together. Nothing
    gets a serial that was not among the known ones, and no serial is given twice.
    """
    found: list[int | None] = [None] * len(fresh)
    free = list(known)
    for place in dict.fromkeys(one.place for one in fresh):
        _match_in_order(place, free, fresh, found)
    _match_moved(free, fresh, found)
    _match_similar(free, fresh, found)
    return found


def _match_in_order(
    place: str, free: list[Known], fresh: Sequence[Fresh], found: list[int | None]
) -> None:
    """Give the same words in the same order their serials; the used ones leave the free list."""
    old = [one for one in free if one.place == place]
    new = [n for n, one in enumerate(fresh) if one.place == place]
    runs = SequenceMatcher(
        None, [one.text for one in old], [fresh[n].text for n in new], autojunk=False
    )
    for run in runs.get_matching_blocks():
        for step in range(run.size):
            kept = old[run.a + step]
            found[new[run.b + step]] = kept.serial
            free.remove(kept)


def _match_moved(free: list[Known], fresh: Sequence[Fresh], found: list[int | None]) -> None:
    """Let the same words keep their serial wherever they stand now, their own place first."""
    for same_place in (True, False):
        for n, one in enumerate(fresh):
            if found[n] is not None:
                continue
            kept = next(
                (
                    k
                    for k in free
                    if k.text == one.text and (k.place == one.place or not same_place)
                ),
                None,
            )
            if kept is not None:
                found[n] = kept.serial
                free.remove(kept)


def _match_similar(free: list[Known], fresh: Sequence[Fresh], found: list[int | None]) -> None:
    """Pair what was edited, the most similar first; of equals, those nearest in order."""
    pairs = []
    for n, one in enumerate(fresh):
        if found[n] is None:
            for m, old in enumerate(free):
                likeness = similarity(old.text, one.text) if old.place == one.place else 0
                if likeness >= SIMILAR:
                    pairs.append((-likeness, abs(m - n), n, old))
    used: set[int] = set()
    for _likeness, _distance, n, old in sorted(pairs, key=lambda pair: pair[:3]):
        if found[n] is None and old.serial not in used:
            found[n] = old.serial
            used.add(old.serial)
    free[:] = [old for old in free if old.serial not in used]


def similarity(old: str, new: str) -> float:
    """Return the share of words the two texts have in common, in order; from 0 to 1."""
    matcher = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    if matcher.real_quick_ratio() < SIMILAR or matcher.quick_ratio() < SIMILAR:
        return 0.0
    return matcher.ratio()
