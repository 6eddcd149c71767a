"""The code by which strangers look a certificate up: how it is made, read, printed and mended.

Twenty letters: eighteen at random (90 bits) and two that check them. The checks are a
Reed-Solomon code over the field of 32 elements: any two letters may be wrong and it is noticed,
and a single slip tells where it is and what stood there. Everything here is arithmetic on what was
typed. The register is never asked, so “Did you mean …?” says nothing about which codes exist.
"""

import secrets
import unicodedata

# Crockford's base 32: no I, L, O or U, so that a printed code can be read aloud and typed back.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
GROUP_LENGTH = 5
_RANDOM = CODE_LENGTH - 2
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}

# The powers of x modulo x⁵ + x² + 1: every element but zero.
_POWERS = [1]
for _ in range(30):
    _POWERS.append((_POWERS[-1] << 1) ^ (0b100101 if _POWERS[-1] & 16 else 0))
_LOGS = {element: power for power, element in enumerate(_POWERS)}
# The two rows of the check matrix, written in the alphabet. No two columns are proportional, so a
# single wrong letter is found. The columns were searched for so that the sum of two neighbours is
# proportional to no column: a swap never looks like a wrong letter, and seldom like another swap.
_COLUMNS = [
    (_VALUES[upper], _VALUES[lower])
    for upper, lower in zip("MG87J2VG4P1WS8TXEZ10", "XCGQ2WX89X7MZVX2NE01", strict=True)
]


def new_code() -> str:
    """Return a new code: eighteen random letters and the two that check them."""
    return with_checks("".join(secrets.choice(ALPHABET) for _position in range(_RANDOM)))


def with_checks(letters: str) -> str:
    """Return the code that begins with these eighteen letters."""
    return letters + _written([*_checks([*_read(letters), 0, 0])])


def normalise_code(text: str) -> str:
    """Return the code as stored, whatever dashes, spaces, case or look-alikes were typed."""
    letters = unicodedata.normalize("NFKC", text[:200]).upper()
    return "".join(ch for ch in letters if ch.isascii() and ch.isalnum()).translate(_MISREAD)


def printed_code(code: str) -> str:
    """Return the code in groups, as it is printed."""
    return "-".join(code[i : i + GROUP_LENGTH] for i in range(0, len(code), GROUP_LENGTH))


def is_sound(code: str) -> bool:
    """Tell whether the checks agree; codes from before there were any seldom do."""
    values = _read(code)
    return len(values) == CODE_LENGTH and _checks(values) == (0, 0)


def suggestion(code: str) -> str | None:
    """Return the one sound code that a single slip of the hand turns into this one, if it is one.

    A slip is a wrong letter, two neighbours swapped, a letter left out or one too many.
    """
    # Nobody prints a U; who typed one most likely saw a V.
    values = _read(code.replace("U", "V"))
    if len(values) == CODE_LENGTH:
        found = _with_one_changed(values) | _with_two_swapped(values)
    elif len(values) == CODE_LENGTH - 1:
        found = set().union(
            *(_mended([*values[:i], 0, *values[i:]], i) for i in range(CODE_LENGTH))
        )
    elif len(values) == CODE_LENGTH + 1:
        shorter = [[*values[:i], *values[i + 1 :]] for i in range(len(values))]
        found = {_written(one) for one in shorter if _checks(one) == (0, 0)}
    else:
        found = set()
    return found.pop() if len(found) == 1 and code not in found else None


def _read(code: str) -> list[int]:
    """Return the letters as elements of the field; nothing where one is not of the alphabet."""
    values = [_VALUES.get(letter, -1) for letter in code]
    return [] if -1 in values else values


def _written(values: list[int]) -> str:
    return "".join(ALPHABET[value] for value in values)


def _times(one: int, other: int) -> int:
    return _POWERS[(_LOGS[one] + _LOGS[other]) % 31] if one and other else 0


def _over(one: int, other: int) -> int:
    return _POWERS[(_LOGS[one] - _LOGS[other]) % 31] if one else 0


def _scaled(column: tuple[int, int], factor: int) -> tuple[int, int]:
    return _times(column[0], factor), _times(column[1], factor)


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] ^ other[0], one[1] ^ other[1]


def _checks(values: list[int]) -> tuple[int, int]:
    """Return what the two checks miss; of a word that ends in 0, 0 these are its check letters."""
    missing = (0, 0)
    for column, value in zip(_COLUMNS, values, strict=True):
        missing = _sum(missing, _scaled(column, value))
    return missing


def _mended(values: list[int], position: int) -> set[str]:
    """Return the sound code that differs at this position at most."""
    column, missing = _COLUMNS[position], _checks(values)
    error = _over(missing[0], column[0]) if column[0] else _over(missing[1], column[1])
    if _scaled(column, error) != missing:
        return set()
    return {_written([*values[:position], values[position] ^ error, *values[position + 1 :]])}


def _with_one_changed(values: list[int]) -> set[str]:
    return set().union(*(_mended(values, position) for position in range(CODE_LENGTH)))


def _with_two_swapped(values: list[int]) -> set[str]:
    missing, found = _checks(values), set()
    for i in range(CODE_LENGTH - 1):
        one, other = values[i : i + 2]
        if one != other and _scaled(_sum(_COLUMNS[i], _COLUMNS[i + 1]), one ^ other) == missing:
            found.add(_written([*values[:i], other, one, *values[i + 2 :]]))
    return found
