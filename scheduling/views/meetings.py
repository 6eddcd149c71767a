"""Meeting reports of an online session: add, match, record; names that wait; names learned."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.views.files import private_bytes
from people.access import PersonRequest, permission_required
from scheduling.actions.attendance import (
    NotOnRoster,
    SessionCancelled,
    SessionClosed,
    SessionNotBegun,
)
from scheduling.actions.meeting_marks import NothingToRecord, ReviewChanged, record_meeting
from scheduling.actions.meeting_names import (
    NameNotFound,
    decide_names,
)
from scheduling.actions.meetings import (
    AlreadyAdded,
    NotOnline,
    ReportIsEvidence,
    TooManyReports,
    add_report,
    discard_report,
    match_again,
)
from scheduling.forms.meetings import (
    ReportForm,
    choices_of,
    read_recording,
    waiting_lines,
)
from scheduling.models import MeetingReport, Session
from scheduling.queries.meetings.review import meeting_review
from scheduling.views.find import (
    find_meeting_report,
    find_online_session,
)

INVALID = 422


@permission_required("scheduling.see_session", find=find_online_session)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Review the reports of a session: whose the names are, and what would be recorded."""
    if request.method != "POST":
        return _page(request, session)
    if not request.user.has_perm("scheduling.mark_attendance", session):
        raise Http404
    doing = {"add": _add, "match": _match, "again": _again, "record": _record}
    do = doing.get(request.POST.get("do", ""))
    return do(request, session) if do else redirect("scheduling:meeting", session.pk)


def _page(
    request: PersonRequest,
    session: Session,
    form: ReportForm | None = None,
    typed: QueryDict | None = None,
) -> HttpResponse:
    review = meeting_review(session)
    may_review = request.user.has_perm("scheduling.mark_attendance", session)
    live = [report for report in review.reports if report.state != "discarded"]
    is_open = any(cell.is_open for row in (*review.rows, *review.missing) for cell in row.cells)
    context = {
        "session": session,
        "groups": list(session.groups.all()),
        "review": review,
        "lines": waiting_lines(review, typed),
        "form": form or ReportForm(session=session),
        "may_review": may_review and session.state != Session.State.CANCELLED,
        "may_record": may_review and bool(live) and is_open and any(review.told),
        "has_reports": bool(live),
        "is_told": any(review.told),
        "silent": [b for b, told in zip(review.blocks, review.told, strict=True) if not told],
    }
    status = 200 if form is None and typed is None else INVALID
    return render(request, "scheduling/meeting.html", context, status=status)


def _add(request: PersonRequest, session: Session) -> HttpResponse:
    form = ReportForm(request.POST, request.FILES, session=session)
    if not form.is_valid():
        return _page(request, session, form)
    try:
        report = add_report(
            session=session, file=form.cleaned_data["meeting_file"], by=request.user
        )
    except AlreadyAdded:
        form.add_error("file", _("This file is already here. Choose another one."))
    except TooManyReports:
        form.add_error("file", _("The session has twenty reports already; no more fit."))
    except (SessionCancelled, NotOnline):
        form.add_error("file", _("Only an online session that took place has meeting reports."))
    else:
        count = report.attendees.count()
        text = ngettext("%(n)d name was read.", "%(n)d names were read.", count) % {"n": count}
        messages.success(request, f"{report.get_product_display()}: {text}")
        return redirect("scheduling:meeting", session.pk)
    return _page(request, session, form)


def _match(request: PersonRequest, session: Session) -> HttpResponse:
    review = meeting_review(session)
    lines = waiting_lines(review, request.POST)
    try:
        done = decide_names(session=session, choices=choices_of(lines, review), by=request.user)
    except NameNotFound:
        messages.error(request, changed_text())
        return redirect("scheduling:meeting", session.pk)
    if done:
        text = ngettext("%(n)d name is decided.", "%(n)d names are decided.", len(done))
        messages.success(request, text % {"n": len(done)})
    if any(line.error for line in lines):
        messages.error(request, _("Check the names marked below."))
        return _page(request, session, typed=request.POST)
    if not done:
        messages.info(request, _("Nothing was chosen: the names go on waiting."))
    return redirect("scheduling:meeting", session.pk)


def _again(request: PersonRequest, session: Session) -> HttpResponse:
    count = match_again(session=session, by=request.user)
    text = ngettext("%(n)d name was recognised.", "%(n)d names were recognised.", count)
    nothing = _("No more names are certain. Choose whose they are.")
    messages.info(request, text % {"n": count} if count else nothing)
    return redirect("scheduling:meeting", session.pk)


def _record(request: PersonRequest, session: Session) -> HttpResponse:
    try:
        new = record_meeting(session=session, by=request.user, **read_recording(request.POST))
    except SessionClosed:
        messages.error(
            request, _("The sheet is closed. A change needs a correction with a reason.")
        )
    except SessionCancelled:
        messages.error(request, _("The session is cancelled. We will announce a new date."))
    except SessionNotBegun:
        messages.error(request, _("The day has not come yet. Attendance is marked on the day."))
    except NothingToRecord:
        messages.error(request, _("There is no report yet. Add one first."))
    except (ReviewChanged, NotOnRoster):
        messages.error(request, changed_text())
    else:
        text = ngettext("%(n)d mark saved.", "%(n)d marks saved.", len(new)) % {"n": len(new)}
        messages.success(request, text if new else _("Nothing has changed since the last saving."))
    return redirect("scheduling:meeting", session.pk)


def changed_text() -> str:
    """Say that the reviewer saw something else."""
    return _("The review has changed meanwhile. Nothing is recorded; look through it once more.")


@permission_required("scheduling.open_meeting_report", find=find_meeting_report)
@require_safe
def open_report(request: PersonRequest, report: MeetingReport) -> FileResponse:
    """Send the file as it was added."""
    return private_bytes(report.stored, name=report.name, content_type=report.content_type)


@permission_required("scheduling.discard_meeting_report", find=find_meeting_report)
@require_POST
def discard(request: PersonRequest, report: MeetingReport) -> HttpResponse:
    """Take a report that is not recorded out of the session."""
    try:
        discard_report(report=report, by=request.user)
    except ReportIsEvidence:
        messages.error(request, _("Marks rest on this report: it stays."))
    else:
        messages.success(request, _("The report and its names are removed."))
    return redirect("scheduling:meeting", report.session_id)
