"""A proposal for the dative of a Latvian name; only the person knows whether it is right."""

_MALE = {"ais": "ajam", "is": "im", "us": "um", "s": "am", "š": "am", "a": "am", "e": "em"}
_FEMALE = {"a": "ai", "e": "ei", "s": "ij", "ā": "ajai"}


def propose_dative(name: str, sex: str) -> str:
    """Return the name with the usual endings of the dative; without a known sex, nothing.

    Each part of a double name changes; foreign endings (-o, -i, -u) stay as they are.
    """
    endings = {"male": _MALE, "female": _FEMALE}.get(sex)
    if not endings:
        return ""
    return " ".join(
        "-".join(_part(part, endings) for part in word.split("-")) for word in name.split()
    )


def _part(word: str, endings: dict[str, str]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if word.lower().endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + endings[ending]
    return word
