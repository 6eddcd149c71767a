"""The names that a meeting's shown name may stand for."""

import re
from collections.abc import Iterator

from people.latvian import search_key

_JOINERS = re.compile(r"[-–—'’`.]+")
_NOTED = re.compile(r"\(([^()]{1,100})\)")
# "Anna Ozola | Rēzekne", "Anna Ozola - Rēzekne": what stands behind is a place or an office.
_PARTED = re.compile(r" [-–—] | ?[|/•] ?|, ?")
# What products add in brackets to a name; not a name itself.
_ADDED = {
    *("guest", "viesis", "external", "arejais", "unverified", "neverificets", "host", "co host"),
    *("vaditajs", "organizer", "organizators", "me", "es", "she her", "he him", "vina", "vins"),
}
# Names of devices: whoever holds it joins under it, another person the next time.
_DEVICES = re.compile(
    r"^(ipad|iphone|ipod|galaxy|samsung|huawei|xiaomi|redmi|honor|oneplus|nokia|pixel|android|lenovo"
    r"|dell|macbook|imac|pc|laptop|desktop|dators|telefons|plansete|user|guest|viesis|lietotajs"
    r"|dalibnieks|participant|attendee|zoom|teams|sm |\+?\d)"
)


def name_key(text: str) -> str:
    """Return a name folded for comparison: no diacritics, hyphens as spaces."""
    return " ".join(_JOINERS.sub(" ", search_key(text)).split())


def is_device(shown: str) -> bool:
    """Whether the shown name is a device's or nobody's, which says nothing of the next meeting."""
    key = name_key(shown)
    return not key or bool(_DEVICES.match(key))


def readings(shown: str) -> Iterator[str]:
    """Yield the folded names that a shown name may hold, the whole of it first.

    "Anna (Anna Ozola)" holds the name chosen and the account's own; "Ozola, Anna" may be surname
    first; "Anna Ozola | Rēzekne" has a place behind the name.
    """
    yield name_key(shown)
    noted = [note for note in _NOTED.findall(shown)[:3] if name_key(note) not in _ADDED]
    plain = _NOTED.sub(" ", shown)
    for text in (plain, *noted):
        parts = [part for part in _PARTED.split(text) if part.strip()]
        if "," in text and len(parts) > 1:
            yield name_key(f"{parts[1]} {parts[0]}")
        yield name_key(text)
        yield name_key(parts[0] if parts else "")
