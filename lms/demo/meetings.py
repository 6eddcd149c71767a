"""The attendance export of an online day of invented people, waiting for the trainer's review."""

import datetime as dt
import unicodedata

from django.core.files.base import ContentFile
from django.utils import timezone

from lms.demo.cohorts import TAUGHT
from people.models import User
from scheduling.actions.meetings import MeetingFile, add_report
from scheduling.models import Cohort, Session
from scheduling.queries.meetings import read_report
from scheduling.queries.roster import people_of

NAME = "T1-pieslegumi.csv"
_HEADINGS = "Vārds\tPievienošanās laiks\tPamešanas laiks\tIlgums\tE-pasts\tLoma"


def load_meeting(cohort: Cohort, trainer: User) -> None:
    """Add the export of the first online day that waits to be marked, if it is over."""
    session = (
        Session.objects.filter(
            groups__cohort=cohort,
            groups__code=TAUGHT[1],
            day__mode="online",
            date__lt=timezone.localdate(),
            state=Session.State.PLANNED,
        )
        .select_related("day__programme")
        .order_by("date")
        .first()
    )
    if session is None:
        return
    content = _export(session).encode("utf-16")
    found = read_report(content, "csv", day=session.date, local=timezone.get_default_timezone())
    file = MeetingFile(ContentFile(content, name=NAME), NAME, "text/csv", found)
    add_report(session=session, file=file, by=trainer)


def _export(session: Session) -> str:
    lines = ["1. Kopsavilkums", "", "2. Dalībnieki", "", "3. Darbības sapulcē", _HEADINGS]
    names = [person.full_name for person in people_of(session)]
    for n, name in enumerate(names[:-4]):
        late = dt.timedelta(minutes=34 if n % 9 == 8 else 0)
        lines += [
            _line(session, _shown(n, name), dt.time(8, 57), dt.time(12, 20), late),
            _line(session, _shown(n, name), dt.time(12, 59), dt.time(16, 20)),
        ]
    return "\r\n".join(lines)


def _shown(n: int, name: str) -> str:
    """Return how the meeting shows a person: some join under half a name, or a device's."""
    given, _space, family = name.partition(" ")
    if n == 3:
        return "iPad"
    if n == 5:
        return _plain(f"{given} {family[0]}.")
    if n == 7:
        return f"{family} {given}"
    return f"{name} (Viesis)" if n % 5 == 4 else name


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _line(
    session: Session, name: str, start: dt.time, end: dt.time, late: dt.timedelta = dt.timedelta()
) -> str:
    came = dt.datetime.combine(session.date, start) + late  # written as clocks show it
    left = dt.datetime.combine(session.date, end)  # written as clocks show it
    minutes = (left - came) // dt.timedelta(minutes=1)
    return (
        f"{name}\t{came:%d.%m.%Y %H:%M:%S}\t{left:%d.%m.%Y %H:%M:%S}\t{minutes} min.\t\tDalībnieks"
    )
