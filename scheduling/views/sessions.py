"""The trainer's day: the list of sessions, the roster, closing, correcting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.templatetags.states import shown
from people.access import PersonRequest, permission_required
from people.models import Person
from people.rules import is_auditor, is_programme_manager
from scheduling.actions.attendance import (
    NotOnRoster,
    PeopleUnmarked,
    SessionCancelled,
    SessionClosed,
    SessionStillOpen,
    TimeNotInBlock,
    correct_mark,
    save_marks,
)
from scheduling.actions.attendance import close_session as close_day
from scheduling.forms import CorrectionForm, RosterDataError, read_marks, roster_lines
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock
from scheduling.queries import Roster, session_rows, sessions_of, with_times
from scheduling.queries import roster as read_roster
from scheduling.views.find import find_session

State = Session.State
PER_PAGE = 40
NAMES_IN_MESSAGE = 10


@permission_required("scheduling.list_sessions")
@require_safe
def session_list(request: PersonRequest) -> HttpResponse:
    """List a trainer's own sessions, or all of them for staff: today, overdue, ahead, closed."""
    sees_all = is_programme_manager(request.user) or is_auditor(request.user)
    sessions = sessions_of(None if sees_all else request.user.person)
    if not sees_all and request.user.person is None:
        sessions = Session.objects.none()
    shows_closed = request.GET.get("show") == "closed"
    if shows_closed:
        found = sessions.filter(state=State.CLOSED).order_by("-date", "-pk")
    else:
        # A past day that nobody was enrolled in has nothing to mark and would bury the rest.
        expected = Enrolment.objects.seated().filter(group__sessions=OuterRef("pk"))
        found = sessions.filter(
            Q(Exists(expected)) | Q(date__gte=timezone.localdate()), state=State.PLANNED
        ).order_by("date", "pk")
    page = Paginator(with_times(found), PER_PAGE).get_page(request.GET.get("page"))
    rows = session_rows(list(page.object_list))
    today = timezone.localdate()
    context = {
        "page": page,
        "shows_closed": shows_closed,
        "sees_all": sees_all,
        "today": [row for row in rows if row.is_today],
        "overdue": [row for row in rows if row.is_overdue],
        "ahead": [row for row in rows if row.session.date > today],
        "closed": rows if shows_closed else [],
    }
    return render(request, "scheduling/session_list.html", context)


@permission_required("scheduling.see_session", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Show who is expected, and save the marks of all of them at once."""
    if request.method != "POST":
        return _roster_page(request, session)
    if not request.user.has_perm("scheduling.mark_attendance", session):
        raise Http404
    rest = {1, 2} & _parts(request.POST) if "all" in request.POST else set()
    try:
        marks = read_marks(request.POST)
        new = save_marks(session=session, marks=marks, by=request.user, rest_present_in=rest)
    except (SessionClosed, SessionCancelled):
        messages.error(request, _closed_text())
    except (NotOnRoster, RosterDataError):
        messages.error(request, _changed_text())
        return _roster_page(request, session, request.POST)
    except TimeNotInBlock:
        messages.error(request, _("Nothing is saved yet. Check the times marked below."))
        return _roster_page(request, session, request.POST)
    else:
        text = ngettext("%(n)d mark saved.", "%(n)d marks saved.", len(new)) % {"n": len(new)}
        messages.success(request, text if new else _("Nothing has changed since the last saving."))
    parts = _parts(request.POST)
    return redirect(f"{request.path}?part={parts.pop()}" if len(parts) == 1 else request.path)


def _roster_page(
    request: PersonRequest, session: Session, typed: QueryDict | None = None
) -> HttpResponse:
    people = read_roster(session)
    parts = _parts(request.GET if typed is None else typed)
    blocks = [block for block in people.blocks if block.block.part in parts]
    is_open = session.state == State.PLANNED
    context = {
        "session": session,
        "groups": list(session.groups.all()),
        "roster": people,
        "lines": roster_lines(people, blocks, typed),
        "part": str(blocks[0].block.part) if len(blocks) == 1 else "",
        "statuses": [(s.value, shown(s).word, shown(s).icon) for s in AttendanceMark.Status],
        "may_mark": is_open and request.user.has_perm("scheduling.mark_attendance", session),
        "may_correct": session.state == State.CLOSED
        and request.user.has_perm("scheduling.correct_attendance"),
        "is_today": session.date == timezone.localdate(),
        "counts": _counts(people, blocks),
    }
    status = 200 if typed is None else 422
    return render(request, "scheduling/roster.html", context, status=status)


def _counts(people: Roster, blocks: list[SessionBlock]) -> dict[str, int]:
    """Count the marks of the shown blocks by what they say."""
    counts = {"present": 0, "partly": 0, "absent": 0, "excused": 0, "unmarked": 0}
    kinds = {"late": "partly", "left_early": "partly"}
    for row in people.rows:
        for block in blocks:
            mark = row.marks[block.pk]
            counts[kinds.get(mark.status, mark.status) if mark else "unmarked"] += 1
    return counts


def _parts(data: QueryDict) -> set[int]:
    """Return the part of the day the reader chose, or both."""
    return {"1": {1}, "2": {2}}.get(str(data.get("part")), {1, 2})


@permission_required("scheduling.mark_attendance", find=find_session)
@require_POST
def close_session(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Close the day, or say who is still unmarked."""
    try:
        close_day(session=session, by=request.user)
    except PeopleUnmarked as refusal:
        messages.error(request, _unmarked_text(refusal.people))
    except SessionClosed:
        messages.info(request, _("The day is closed."))
    except SessionCancelled:
        messages.error(request, _("The session is cancelled. We will announce a new date."))
    else:
        messages.success(request, _("The day is closed."))
    return redirect("scheduling:roster", pk=session.pk)


@permission_required("scheduling.correct_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Correct one mark of a closed day, with a reason."""
    block, person = _named_mark(request, session)
    history = AttendanceMark.objects.filter(block=block, person=person).order_by("-pk")
    form = CorrectionForm(request.POST or None, block=block)
    back = reverse("scheduling:roster", args=[session.pk])
    if request.method == "POST" and form.is_valid():
        try:
            correct_mark(block=block, person=person, by=request.user, **form.cleaned_data)
        except SessionStillOpen:
            messages.error(request, _("The day is not closed. Change the mark on the roster."))
        except NotOnRoster:
            messages.error(request, _changed_text())
        else:
            messages.success(request, _("The correction is saved."))
        return redirect(back)
    context = {
        "session": session,
        "corrected": block,
        "person": person,
        "form": form,
        "history": history.select_related("recorded_by__person"),
    }
    return render(request, "scheduling/correct.html", context)


def _named_mark(request: HttpRequest, session: Session) -> tuple[SessionBlock, Person]:
    """Find the block and person a correction is about; forged numbers find nothing."""
    numbers = [request.GET.get(name, "") for name in ("block", "person")]
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):  # noqa: PLR2004  # what a 64-bit number holds
        raise Http404
    block = get_object_or_404(
        session.blocks.select_related("block__day__programme"), pk=int(numbers[0])
    )
    return block, get_object_or_404(Person, pk=int(numbers[1]))


def _closed_text() -> str:
    return _("The sheet is closed. A change needs a correction with a reason.")


def _changed_text() -> str:
    return _("The list has changed meanwhile. Nothing is saved; check the marks and save again.")


def _unmarked_text(people: list[Person]) -> str:
    count = len(people)
    text = ngettext("%(n)d participant unmarked", "%(n)d participants unmarked", count)
    names = ", ".join(person.full_name for person in people[:NAMES_IN_MESSAGE])
    more = " …" if count > NAMES_IN_MESSAGE else ""
    return _("The day cannot be closed yet. %(count)s: %(names)s") % {
        "count": text % {"n": count},
        "names": names + more,
    }
