"""Attendance exports as the meeting products write them, with plainly invented people."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

DAY = dt.date(2024, 6, 6)
# Who was there, by the clock in Latvia, more than once for who came back or had two devices.
STAYS = [
    ("Izdomāta Ābele", "abele@example.lv", "08:58:10", "12:16:40"),
    ("Izdomāta Ābele", "abele@example.lv", "13:00:30", "16:20:00"),
    ("Izdomāts Bērziņš", "", "09:25:00", "10:40:00"),
    ("Izdomāts Bērziņš", "", "10:30:00", "11:30:00"),
    ("Izdomāts Bērziņš", "", "13:05:00", "16:00:00"),
    ("iPad", "", "11:58:00", "12:06:30"),
]
# Minutes in the morning (9:00–12:15) and in the afternoon (13:00–16:15).
GOLDEN = {"Izdomāta Ābele": (195, 194), "Izdomāts Bērziņš": (125, 175), "iPad": (8, 0)}
Stay = tuple[str, str, str, str]


def at(clock: str, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock))


def american(moment: dt.datetime) -> str:
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.month}/{moment.day}/{moment:%y}, {hour}:{moment:%M:%S} {half}"


def latvian(moment: dt.datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M:%S}"


def iso(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def length(stay: Stay, words: Sequence[str] = ("h", "m", "s")) -> str:
    seconds = int((at(stay[3]) - at(stay[2])).total_seconds())
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    return " ".join(f"{n}{word}" for n, word in zip(parts, words, strict=True) if n)


def minutes(stay: Stay) -> int:
    return -(-int((at(stay[3]) - at(stay[2])).total_seconds()) // 60)


def _ends(stays: Sequence[Stay]) -> list[Stay]:
    """One row for each name: first in, last out."""
    ends: dict[str, Stay] = {}
    for name, email, start, end in stays:
        first = ends.get(name, (name, email, start, end))
        ends[name] = (name, email, min(first[2], start), max(first[3], end))
    return list(ends.values())


def teams_english(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        ["1. Summary"],
        ["Meeting title", "T1: invented training"],
        ["Attended participants", str(len(_ends(stays)))],
        ["Start time", american(at("08:50:00"))],
        ["End time", american(at("16:30:00"))],
        ["Meeting duration", "7h 40m"],
        [],
        ["2. Participants"],
        [
            "Name",
            "First Join",
            "Last Leave",
            "In-Meeting Duration",
            "Email",
            "Participant ID (UPN)",
            "Role",
        ],
        *(
            [s[0], american(at(s[2])), american(at(s[3])), length(s), s[1], s[1], "Presenter"]
            for s in _ends(stays)
        ),
        [],
        ["3. In-Meeting Activities"],
        ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"],
        *(
            [s[0], american(at(s[2])), american(at(s[3])), length(s), s[1], "Presenter"]
            for s in stays
        ),
    ]


def teams_latvian(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    words = (" st.", " min.", " sek.")
    return [
        ["1. Kopsavilkums"],
        ["Sapulces nosaukums", "T1: izdomātas mācības"],
        ["Sākuma laiks", latvian(at("08:50:00"))],
        [],
        ["2. Dalībnieki"],
        [
            "Vārds",
            "Pirmā pievienošanās",
            "Pēdējā pamešana",
            "Ilgums sapulcē",
            "E-pasts",
            "Dalībnieka ID (UPN)",
            "Loma",
        ],
        *(
            [s[0], latvian(at(s[2])), latvian(at(s[3])), length(s, words), s[1], s[1], "Dalībnieks"]
            for s in _ends(stays)
        ),
        [],
        ["3. Darbības sapulcē"],
        ["Vārds", "Pievienošanās laiks", "Pamešanas laiks", "Ilgums", "E-pasts", "Loma"],
        *(
            [s[0], latvian(at(s[2])), latvian(at(s[3])), length(s, words), s[1], "Dalībnieks"]
            for s in stays
        ),
    ]


def zoom_english(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    def us(clock: str) -> str:
        return f"{at(clock):%m/%d/%Y %I:%M:%S %p}"

    return [
        ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)"],
        ["812 3456 7890", "T1", us("08:50:00"), us("16:30:00"), "jspa@example.lv", "460"],
        [],
        [
            "Name (Original Name)",
            "User Email",
            "Join Time",
            "Leave Time",
            "Duration (Minutes)",
            "Guest",
            "Recording Disclaimer Response",
            "In Waiting Room",
        ],
        ["Izdomāts Gaidītājs", "", us("08:40:00"), us("16:00:00"), "440", "Yes", "", "Yes"],
        *([s[0], s[1], us(s[2]), us(s[3]), str(minutes(s)), "Yes", "", "No"] for s in stays),
    ]


def zoom_latvian(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        [
            "Vārds (sākotnējais vārds)",
            "Lietotāja e-pasts",
            "Pievienošanās laiks",
            "Iziešanas laiks",
            "Ilgums (minūtes)",
            "Viesis",
            "Uzgaidāmajā telpā",
        ],
        [
            "Izdomāts Gaidītājs",
            "",
            latvian(at("08:40:00")),
            latvian(at("16:00:00")),
            "440",
            "Jā",
            "Jā",
        ],
        *(
            [s[0], s[1], latvian(at(s[2])), latvian(at(s[3])), str(minutes(s)), "Jā", "Nē"]
            for s in stays
        ),
    ]


def _two_names(name: str) -> list[str]:
    given, _space, family = name.partition(" ")
    return [given, family]


def meet_english(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        ["First name", "Last name", "Email", "Duration", "Time joined", "Time exited"],
        *(
            [
                *_two_names(s[0]),
                s[1],
                f"{minutes(s)} min",
                f"{at(s[2]):%I:%M:%S %p}",
                f"{at(s[3]):%I:%M:%S %p}",
            ]
            for s in stays
        ),
    ]


def meet_latvian(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        ["Vārds", "Uzvārds", "E-pasts", "Ilgums", "Pievienošanās laiks", "Iziešanas laiks"],
        *([*_two_names(s[0]), s[1], f"{minutes(s)} min", s[2], s[3]] for s in stays),
    ]


def webex_english(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        [
            "Meeting Name",
            "Meeting Start Time",
            "Meeting End Time",
            "Display Name",
            "First Name",
            "Last Name",
            "Role",
            "Attendee Email",
            "Join Time",
            "Leave Time",
            "Attendance Duration",
            "Connection Type",
        ],
        *(
            [
                "T1",
                f'="{iso(at("08:50:00"))}"',
                f'="{iso(at("16:30:00"))}"',
                s[0],
                *_two_names(s[0]),
                "Attendee",
                s[1],
                f'="{iso(at(s[2]))}"',
                f'="{iso(at(s[3]))}"',
                f"{minutes(s)} mins",
                "Desktop app",
            ]
            for s in stays
        ),
    ]


def webex_latvian(stays: Sequence[Stay] = STAYS) -> list[list[str]]:
    return [
        [
            "Sapulces nosaukums",
            "Attēlojamais vārds",
            "Loma",
            "Dalībnieka e-pasts",
            "Pievienošanās laiks",
            "Iziešanas laiks",
            "Apmeklējuma ilgums",
            "Savienojuma veids",
        ],
        *(
            [
                "T1",
                s[0],
                "Dalībnieks",
                s[1],
                latvian(at(s[2])),
                latvian(at(s[3])),
                f"{minutes(s)} min",
                "Lietotne",
            ]
            for s in stays
        ),
    ]


PRODUCTS: dict[str, Callable[..., list[list[str]]]] = {
    "teams-en": teams_english,
    "teams-lv": teams_latvian,
    "zoom-en": zoom_english,
    "zoom-lv": zoom_latvian,
    "meet-en": meet_english,
    "meet-lv": meet_latvian,
    "webex-en": webex_english,
    "webex-lv": webex_latvian,
}


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Attendees")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SAVED: dict[str, tuple[str, Callable[[list[list[str]]], bytes]]] = {
    "utf-16 tabs": ("csv", lambda rows: as_csv(rows, "utf-16", "\t")),
    "utf-8 commas": ("csv", as_csv),
    "utf-8 mark semicolons": ("csv", lambda rows: as_csv(rows, "utf-8-sig", ";")),
    "Baltic semicolons": ("csv", lambda rows: as_csv(rows, "cp1257", ";")),
    "xlsx": ("xlsx", as_xlsx),
}
