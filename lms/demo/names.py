"""Plainly invented names: real given names with surnames of plants and weather."""

from itertools import product

_FEMALE = [
    "Dace",
    "Ilze",
    "Ieva",
    "Māra",
    "Žanete",
    "Laima",
    "Signe",
    "Rūta",
    "Baiba",
    "Guna",
    "Elīna",
    "Zane",
]
_MALE = ["Kārlis", "Uldis", "Ģirts", "Mārtiņš", "Ēriks", "Andris", "Jānis", "Ņikita"]
# Feminine and masculine form of each.
_SURNAMES = [
    ("Pīlādzīte", "Pīlādzītis"),
    ("Varavīksne", "Varavīksnis"),
    ("Papardaine", "Papardainis"),
    ("Zvaigznīte", "Zvaigznītis"),
    ("Rasaslāse", "Rasaslāsis"),
    ("Dzērvenāja", "Dzērvenājs"),
    ("Smilgaine", "Smilgainis"),
    ("Sūnaine", "Sūnainis"),
    ("Vēlziede", "Vēlziedis"),
    ("Ledaine", "Ledainis"),
    ("Brūklenāja", "Brūklenājs"),
    ("Mellenāja", "Mellenājs"),
    ("Ķimenīte", "Ķimenītis"),
    ("Ābolkoka", "Ābolkoks"),
    ("Šalkone", "Šalkonis"),
    ("Migliņa-Lazdukalne", "Migliņš-Lazdukalns"),
]


def names() -> list[tuple[str, str, str]]:
    """Return 320 different (given name, family name, sex), in a fixed order that mixes them."""
    women = [(given, pair[0], "female") for pair, given in product(_SURNAMES, _FEMALE)]
    men = [(given, pair[1], "male") for pair, given in product(_SURNAMES, _MALE)]
    together = women + men
    # A step that shares no factor with the length visits every name once, in mixed order.
    return [together[(i * 133) % len(together)] for i in range(len(together))]
