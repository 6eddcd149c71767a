"""Self check-in: which opening a code belongs to, and what it answers to a person."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from people.models import Person, User
from scheduling.models import AttendanceMark, CheckIn, Enrolment, Session, SessionBlock, Standing
from scheduling.models.check_in import CheckInQuerySet
from scheduling.rules import teaches_session

Status = AttendanceMark.Status
_HERE = [Status.PRESENT, Status.LATE, Status.LEFT_EARLY]
_LONGEST_NUMBER = 18


class Verdict(StrEnum):
    """What a check-in says to somebody with a code that holds."""

    OPEN = "open"
    TRAINER = "trainer"
    NO_SEAT = "no_seat"
    OVER = "over"
    EARLY = "early"
    HERE = "here"
    MARKED = "marked"


@dataclass(frozen=True)
class Answer:
    """A verdict with the check-in it is about and the mark that stands in its way, if any."""

    verdict: Verdict
    check_in: CheckIn
    mark: AttendanceMark | None = None


class WallState(StrEnum):
    """What the screen of the room shows."""

    NOTHING = "nothing"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Arrivals:
    """How many of those expected in a block are there; numbers only, for everybody to see."""

    arrived: int
    expected: int


@dataclass(frozen=True)
class Wall:
    """The screen of the room: the session's opening, who has come, what else can be opened."""

    state: WallState
    check_in: CheckIn | None
    arrivals: Arrivals | None
    to_open: list[SessionBlock]


def _with_session() -> CheckInQuerySet:
    return CheckIn.objects.select_related("block__block__day__programme", "block__session__day")


def named_by_token(token: str) -> CheckIn | None:
    """Return the opening whose number the token carries, whether or not its code holds."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    return _with_session().filter(pk=int(number)).first()


def as_it_stands(check_in: CheckIn) -> CheckIn:
    """Read an opening anew, with its block and session."""
    return _with_session().get(pk=check_in.pk)


def standing_check_in(session: Session) -> CheckIn | None:
    """Return the session's opening that nobody has closed; there is at most one."""
    return _with_session().standing().filter(block__session=session).order_by("-pk").first()


def own_check_ins(person: Person) -> list[CheckIn]:
    """Return the standing openings of the sessions in which the person has a seat."""
    seats = Enrolment.objects.seated().filter(person=person)
    sessions = Session.objects.filter(groups__enrolments__in=seats)
    now = timezone.now()
    found = _with_session().standing().filter(block__session__in=sessions)
    return [one for one in found.filter(block__ends_at__gte=now) if not _is_settled(one.block)]


def is_awaited(person: Person) -> bool:
    """Whether a block in which the person has a seat is open for check-in and says nothing yet."""
    return any(_last_word(one.block, person.pk) is None for one in own_check_ins(person))


def spoken_by(person: Person, code: str, now: dt.datetime) -> CheckIn | None:
    """Return the opening among the person's own that the spoken code belongs to."""
    matching = [one for one in own_check_ins(person) if one.accepts_spoken(code, now)]
    return matching[0] if matching else None


def answer_to(user: User, check_in: CheckIn, now: dt.datetime) -> Answer:
    """Say whether the user's person may check in now, and if not, why not."""
    session = check_in.block.session
    verdict, mark = Verdict.OPEN, None
    # Whoever can mark the day does not mark themselves.
    if teaches_session(user, session) or user.has_perm("scheduling.mark_attendance", session):
        verdict = Verdict.TRAINER
    elif (
        not Enrolment.objects.seated()
        .filter(person=user.person_id, group__sessions=session)
        .exists()
    ):
        verdict = Verdict.NO_SEAT
    elif check_in.is_over(now) or _is_settled(check_in.block):
        verdict = Verdict.OVER
    elif check_in.is_early(now):
        verdict = Verdict.EARLY
    else:
        mark = _last_word(check_in.block, user.person_id)
        if mark is not None:
            by_code = (mark.source, mark.status in _HERE) == (AttendanceMark.Source.CODE, True)
            verdict = Verdict.HERE if by_code else Verdict.MARKED
    return Answer(verdict, check_in, mark)


def wall(session: Session, now: dt.datetime) -> Wall:
    """Return what the screen shows at the moment."""
    check_in = standing_check_in(session)
    state, counted = WallState.NOTHING, None
    if check_in is not None:
        counted = arrivals(check_in.block)
        state = WallState.OPEN
        if check_in.is_over(now) or _is_settled(check_in.block):
            state = WallState.OVER
        elif check_in.is_early(now):
            state = WallState.EARLY
    shown = check_in.block_id if check_in else None
    blocks = blocks_to_open(session, now)
    return Wall(state, check_in, counted, [block for block in blocks if block.pk != shown])


def blocks_to_open(session: Session, now: dt.datetime) -> list[SessionBlock]:
    """Return the blocks in which somebody can still arrive, in their order."""
    found = session.blocks.select_related("block", "session").filter(ends_at__gte=now)
    return [block for block in found if not _is_settled(block)]


def arrivals(block: SessionBlock) -> Arrivals:
    """Count in two statements who has a seat in the block's session and who of them has come."""
    seated = Enrolment.objects.seated().filter(group__sessions=block.session_id)
    expected = seated.aggregate(n=Count("person", distinct=True))["n"]
    there = AttendanceMark.objects.filter(
        Exists(seated.filter(person=OuterRef("person"))), block=block, status__in=_HERE
    )
    return Arrivals(there.current().settled().count(), expected)


def arrival(block: SessionBlock, at: dt.datetime) -> tuple[str, dt.time | None]:
    """Return the mark of somebody who came at the moment: late is later than the grace."""
    minute = at.astimezone(dt.UTC).replace(second=0, microsecond=0)
    grace = dt.timedelta(minutes=block.block.day.programme.grace_minutes)
    if minute <= block.starts_at.astimezone(dt.UTC) + grace:
        return Status.PRESENT.value, None
    return Status.LATE.value, timezone.localtime(minute).time()


def _is_settled(block: SessionBlock) -> bool:
    """Whether the sheet of the block takes no more marks."""
    return block.closed_at is not None or block.session.state != Session.State.PLANNED


def _last_word(block: SessionBlock, person_id: int | None) -> AttendanceMark | None:
    """Return the newest row that has weight about the person, even one that takes a mark back."""
    weighty = AttendanceMark.objects.filter(
        block=block, person=person_id, standing__in=[Standing.COUNTS, Standing.CONTESTED]
    )
    return weighty.order_by("-position").first()
