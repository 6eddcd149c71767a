"""One question of each kind, and how a form fills it in rightly or wrongly."""

from typing import Any

_OPTIONS = [
    {"text": "Laba", "correct": True, "feedback": "Jā."},
    {"text": "Slikta", "correct": False, "feedback": "Nē."},
    {"text": "Trešā", "correct": False, "feedback": "Nē."},
]
_TWO_GOOD = [_OPTIONS[0], _OPTIONS[1], _OPTIONS[2] | {"correct": True}]
KINDS: dict[str, dict[str, Any]] = {
    "single": {"text": "Viena?", "outcome": 1, "options": _OPTIONS},
    "multiple": {"text": "Vairākas?", "outcome": 1, "options": _TWO_GOOD},
    "true_false": {"text": "Patiesi?", "outcome": 1, "answer": False, "feedback": "Jo nav."},
    "matching": {
        "text": "Kas kam?",
        "outcome": 1,
        "pairs": [{"left": n, "right": n.upper()} for n in ("ā", "ē", "ī")],
        "feedback": "Lielie burti.",
    },
    "ordering": {
        "text": "Secība?",
        "outcome": 1,
        "items": ["pirmais", "otrais", "trešais"],
        "feedback": "Pēc kārtas.",
    },
    "numeric": {
        "text": "Cik?",
        "outcome": 1,
        "answer": "1000.5",
        "tolerance": "0.5",
        "unit": "EUR",
        "feedback": "Saskaitot.",
    },
    "short_text": {
        "text": "Kurš?",
        "outcome": 1,
        "accepted": ["zalktis", "čūska"],
        "feedback": "Zalktis.",
    },
    "scenario": {
        "situation": "Reiz bija.",
        "text": "Ko darīt?",
        "outcome": 1,
        "options": _OPTIONS,
        "follow_up": "Un tālāk?",
        "follow_up_options": _OPTIONS,
    },
}


def filled(item: dict[str, Any], *, right: bool) -> list[dict[str, Any]]:
    """What to send, one form after the other, for a right or a wrong answer."""
    kind = item["kind"]
    if kind == "multiple":
        return [{"a": _places(item["options"], right=right)}]
    if kind in {"numeric", "short_text"}:
        typed = {"numeric": ("1 000,5 EUR", "7"), "short_text": ("Zalktis", "varde")}
        return [{"a": typed[kind][not right]}]
    if kind == "matching":
        keys = [pair["key"] for pair in item["pairs"]]
        wanted = keys if right else [*keys[1:], keys[0]]
        return [{f"a{n}": item["shown"].index(key) for n, key in enumerate(wanted)}]
    if kind == "ordering":
        keys = [one["key"] for one in item["items"]]
        wanted = keys if right else [*keys[1:], keys[0]]
        return [{f"a{n}": wanted.index(key) for n, key in enumerate(item["shown"])}]
    first = _places(item["options"], right=right)[0]
    if kind == "scenario":
        follow = _places(item["follow_up_options"], right=right)[0]
        return [{"a": first, "go": "lock"}, {"b": follow}]
    return [{"a": first}]


def _places(options: list[dict[str, Any]], *, right: bool) -> list[str]:
    return [str(n) for n, option in enumerate(options) if option["is_correct"] is right]
