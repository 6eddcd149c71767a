"""The trainer's day: the list of sessions, the roster, closing, correcting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cms.templatetags.states import shown
from people.access import PersonRequest, permission_required
from people.rules import is_auditor, is_programme_manager
from scheduling.actions.attendance import (
    NotOnRoster,
    SessionCancelled,
    SessionClosed,
    SessionNotBegun,
    TimeNotInBlock,
    save_marks,
)
from scheduling.forms import RosterDataError, read_marks, roster_lines
from scheduling.forms.attendance import ON_ROSTER
from scheduling.models import Enrolment, Session, SessionBlock, Standing
from scheduling.queries import Roster, session_rows, sessions_of, with_times
from scheduling.queries import roster as read_roster
from scheduling.views.find import find_session

State = Session.State
PER_PAGE = 40


@permission_required("scheduling.list_sessions")
@require_safe
def session_list(request: PersonRequest) -> HttpResponse:
    """List a trainer's own sessions, or all of them for staff: today, overdue, ahead, closed."""
    sees_all = is_programme_manager(request.user) or is_auditor(request.user)
    sessions = sessions_of(None if sees_all else request.user.person)
    if not sees_all and request.user.person is None:
        sessions = Session.objects.none()
    shown_list = request.GET.get("show", "")
    shows_closed, shows_overdue = shown_list == "closed", shown_list == "overdue"
    today = timezone.localdate()
    # A past day that nobody was enrolled in has nothing to mark and would bury the rest.
    expected = Exists(Enrolment.objects.seated().filter(group__sessions=OuterRef("pk")))
    overdue = sessions.filter(expected, state=State.PLANNED, date__lt=today)
    if shows_closed:
        found = sessions.filter(state=State.CLOSED).order_by("-date", "-pk")
    elif shows_overdue:
        found = overdue.order_by("date", "pk")
    else:
        found = sessions.filter(Q(expected) | Q(date__gte=today), state=State.PLANNED)
        found = found.order_by("date", "pk")
    page = Paginator(with_times(found), PER_PAGE).get_page(request.GET.get("page"))
    rows = session_rows(list(page.object_list))
    context = {
        "page": page,
        "shows_closed": shows_closed,
        "shows_overdue": shows_overdue,
        "overdue_count": overdue.count(),
        "sees_all": sees_all,
        "today": [row for row in rows if row.is_today],
        "overdue": [row for row in rows if row.is_overdue],
        "ahead": [row for row in rows if row.session.date > today],
        "closed": rows if shows_closed else [],
    }
    return render(request, "scheduling/session_list.html", context)


@permission_required("scheduling.see_session", post="scheduling.mark_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Show who is expected, and save the marks of all of them at once."""
    if request.method != "POST":
        return _roster_page(request, session)
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
    except SessionNotBegun:
        messages.error(request, _("The day has not come yet. Attendance is marked on the day."))
        return _roster_page(request, session, request.POST)
    else:
        text = ngettext("%(n)d mark saved.", "%(n)d marks saved.", len(new)) % {"n": len(new)}
        messages.success(request, text if new else _("Nothing has changed since the last saving."))
        if any(mark.standing == Standing.CONTESTED for mark in new):
            messages.warning(request, _contested_text())
    parts = _parts(request.POST)
    return redirect(f"{request.path}?part={parts.pop()}" if len(parts) == 1 else request.path)


def _roster_page(
    request: PersonRequest, session: Session, typed: QueryDict | None = None
) -> HttpResponse:
    people = read_roster(session)
    parts = _parts(request.GET if typed is None else typed)
    blocks = [block for block in people.blocks if block.block.part in parts]
    is_open = session.state == State.PLANNED
    may_mark = request.user.has_perm("scheduling.mark_attendance", session)
    context = {
        "session": session,
        "groups": list(session.groups.all()),
        "roster": people,
        "lines": roster_lines(people, blocks, typed),
        "part": str(blocks[0].block.part) if len(blocks) == 1 else "",
        "seen": people.length,
        "statuses": [(s, shown(s).word, shown(s).icon) for s in ON_ROSTER],
        "open_blocks": [block for block in people.blocks if block.closed_at is None],
        "may_mark": is_open and may_mark,
        "may_reopen": may_mark and not is_open and not session.is_locked,
        "may_countersign": may_mark
        and session.state == State.CLOSED
        and session.countersigned_at is None
        and session.closed_by_id != request.user.pk,
        "may_correct": session.state == State.CLOSED
        and request.user.has_perm("scheduling.correct_attendance", session),
        "is_today": session.date == timezone.localdate(),
        "counts": _counts(people, blocks),
    }
    status = 200 if typed is None else 422
    return render(request, "scheduling/roster.html", context, status=status)


def _counts(people: Roster, blocks: list[SessionBlock]) -> dict[str, int]:
    """Count the marks of the shown blocks by what they say."""
    counts = {"present": 0, "partly": 0, "absent": 0, "excused": 0, "unmarked": 0}
    kinds = {"late": "partly", "left_early": "partly", "made_up": "present"}
    kinds["contested"] = "unmarked"
    for row in people.rows:
        for block in blocks:
            state = mark.shown_state if (mark := row.marks[block.pk]) else "unmarked"
            counts[kinds.get(state, state)] += 1
    return counts


def _parts(data: QueryDict) -> set[int]:
    """Return the part of the day the reader chose, or both."""
    return {"1": {1}, "2": {2}}.get(str(data.get("part")), {1, 2})


def _closed_text() -> str:
    return _("The sheet is closed. A change needs a correction with a reason.")


def _changed_text() -> str:
    return _("The list has changed meanwhile. Nothing is saved; check the marks and save again.")


def _contested_text() -> str:
    return _(
        "Somebody else has marked some people differently meanwhile. Both marks are kept, and"
        " nothing is credited until you decide which one holds."
    )
