"""Which column of an export means what, and whose export it is: told by the headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from people.latvian import search_key
from scheduling.queries.meetings.moments import has_date
from scheduling.queries.meetings.tables import Row

TEAMS, ZOOM, MEET, WEBEX = "teams", "zoom", "meet", "webex"

# What a heading means, told by folded words of it in English and Latvian; the first that fits.
# Products translate their headings and change the wording, so beginnings of words have to do.
_MEANINGS = [
    ("waiting", r"waiting room|uzgaid"),
    ("email", r"e-?mail|e-?past"),
    ("upn", r"\bupn\b"),
    ("given", r"^(first|given) name$"),
    ("family", r"^(last|family|sur) ?name$|^uzvards$"),
    ("action", r"user action|^action$|darbiba$"),
    ("stamp", r"timestamp|laikspied|laika (zimog|spied)|^laiks$"),
    ("join", r"\bjoin|pievieno|ienak|ienac|piesleg"),
    ("leave", r"\bleave|\bleft\b|\bexit|pame[ts]|atsta|izie|aizie|izgaj|atvieno|atsleg"),
    ("duration", r"duration|ilgums|time in (meeting|session)"),
    ("name", r"^(full |display |attendee |participant |user )?name\b|^participant$"),
    ("name", r"^(pilns |attelojamais |paradamais |lietotaja |dalibnieka )?vards\b|^dalibnieks$"),
]
_COMPILED = [(meaning, re.compile(pattern)) for meaning, pattern in _MEANINGS]
_ENDS = re.compile(r"^(first|last|pirm|pedej)")
# "1. Summary", "2. Dalībnieki": how Teams parts its report, in every language.
SECTION = re.compile(r"^[1-9]\. ?\D")
_PRODUCTS = [
    (TEAMS, r"\bupn\b|in-meeting duration|ilgums sapulce|user action|lietotaja darbiba"),
    (ZOOM, r"original name|sakotnej|originala|\(minut\w*\).*(guest|viesis)|meeting id|sapulces id"),
    (WEBEX, r"attendance duration|apmeklejuma ilgums|connection type|savienojuma (veids|tips)"),
    (WEBEX, r"attendee (name|e-?mail)|display name|attelojamais vards"),
    (MEET, r"time (joined|exited)|izie\w* laiks|laiks, kad"),
]


@dataclass
class Table:
    """A part of the export with headings of its own; columns are found by what they mean."""

    columns: dict[str, int]
    headings: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def is_timed(self) -> bool:
        return {"join", "leave"} <= set(self.columns)

    @property
    def is_log(self) -> bool:
        return {"action", "stamp"} <= set(self.columns)

    @property
    def tells_ends_only(self) -> bool:
        """Whether it says only when people first came and last left."""
        return self.is_timed and bool(_ENDS.match(self.headings[self.columns["join"]]))

    def heading(self, meaning: str) -> str:
        return self.headings[self.columns[meaning]] if meaning in self.columns else ""


def tables_of(rows: list[Row]) -> list[Table]:
    """Part the rows into tables, each from its headings to the next empty row or section."""
    tables: list[Table] = []
    is_inside = False
    for row in rows:
        headings = [search_key(str(cell)) for cell in row]
        if not any(headings) or _is_section(headings):
            is_inside = False
        elif (columns := _columns(headings)) is not None:
            tables.append(Table(columns, headings))
            is_inside = True
        elif is_inside:
            tables[-1].rows.append(row)
    for table in tables:
        _look_for_times(table)
    return tables


def _look_for_times(table: Table) -> None:
    """Take the only two columns full of days with times, where the headings' words are unknown."""
    if table.is_timed or table.is_log or not table.rows:
        return
    full = [
        place
        for place in range(len(table.headings))
        if place not in table.columns.values()
        and all(place < len(row) and has_date(row[place]) for row in table.rows)
    ]
    if len(full) == 2:  # noqa: PLR2004  # coming and going
        table.columns |= dict(zip(("join", "leave"), full, strict=True))


def _is_section(headings: list[str]) -> bool:
    return bool(SECTION.match(headings[0])) and not any(headings[1:])


def _columns(headings: list[str]) -> dict[str, int] | None:
    """Return the columns of a row of headings, or None if it is none."""
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        meaning = _meaning(heading)
        if meaning:
            columns.setdefault(meaning, place)
    # "Vārds" beside "Uzvārds" is the given name only.
    if "family" in columns and "given" not in columns and "name" in columns:
        columns["given"] = columns.pop("name")
    has_name = "name" in columns or {"given", "family"} <= set(columns)
    says_when = {"join", "leave"} <= set(columns) or {"action", "stamp"} <= set(columns)
    return columns if has_name and (says_when or "duration" in columns) else None


def _meaning(heading: str) -> str:
    if not heading:
        return ""
    return next((meaning for meaning, words in _COMPILED if words.search(heading)), "")


def product_of(rows: list[Row], tables: list[Table]) -> str:
    """Return the product that writes such headings, or nothing if none of the four does."""
    words = " | ".join(heading for table in tables for heading in table.headings if heading)
    if _sections(rows) > 1:
        return TEAMS
    for product, pattern in _PRODUCTS:
        if re.search(pattern, words):
            return product
    if any({"given", "family", "join", "leave"} <= set(table.columns) for table in tables):
        return MEET
    return ZOOM if _begins_like_zoom(rows) else ""


def _sections(rows: list[Row]) -> int:
    return sum(1 for row in rows if row and SECTION.match(search_key(str(row[0]))))


def _begins_like_zoom(rows: list[Row]) -> bool:
    """Whether the meeting itself stands above its people, as Zoom writes it."""
    return any("zoom" in search_key(str(cell)) for cell in _first_cells(rows))


def _first_cells(rows: list[Row]) -> Iterator[object]:
    for row in rows[:5]:
        yield from row[:10]
