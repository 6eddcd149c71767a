"""The paper of a session: printing its sheets, and everything that came back of them."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.exports.press import CannotPrint
from people.access import PersonRequest, permission_required
from scheduling.actions.attendance import SessionCancelled
from scheduling.actions.sheets import print_sheet
from scheduling.models import AttendanceSheet, Session
from scheduling.queries.paper import paper_of
from scheduling.views.find import find_session, find_sheet, find_sheet_by_code
from scheduling.views.private import kept_file


@permission_required("scheduling.see_session", find=find_session)
@require_safe
def paper(request: PersonRequest, session: Session) -> HttpResponse:
    """Show sheets, scans, counts and differences of a session on one page, with hashes."""
    blocks = paper_of(session)
    may_mark = request.user.has_perm("scheduling.print_sheet", session)
    context = {
        "session": session,
        "groups": list(session.groups.all()),
        "blocks": blocks,
        "may_mark": may_mark,
        "may_correct": request.user.has_perm("scheduling.correct_attendance", session),
        "has_sheets": any(block.sheets for block in blocks),
    }
    return render(request, "scheduling/paper.html", context)


@permission_required("scheduling.print_sheet", find=find_session)
@require_POST
def print_sheets(request: PersonRequest, session: Session) -> HttpResponseRedirect:
    """Print the sheet of the named block, or of each block; an unchanged list prints the same."""
    blocks = session.blocks.select_related("session__day__programme", "session__venue", "block")
    part = request.POST.get("part", "")
    if part in {"1", "2"}:
        blocks = blocks.filter(block__part=int(part))
    try:
        for block in blocks:
            print_sheet(block=block, language=get_language() or "lv", by=request.user)
    except CannotPrint:
        messages.error(request, _("The sheet could not be printed. Tell the administrator."))
    except SessionCancelled:
        messages.error(request, _("The session is cancelled. We will announce a new date."))
    else:
        messages.success(request, _("The attendance sheet is ready: open it and print it."))
    return redirect("scheduling:paper", session.pk)


@permission_required("scheduling.see_sheet", find=find_sheet_by_code)
@require_safe
def by_code(request: PersonRequest, sheet: AttendanceSheet) -> HttpResponseRedirect:
    """Lead from the QR on paper to the sheet's place on the page of its session."""
    page = reverse("scheduling:paper", args=[sheet.block.session_id])
    return HttpResponseRedirect(f"{page}#sheet-{sheet.pk}")


@permission_required("scheduling.see_sheet", find=find_sheet)
@require_safe
def sheet_pdf(request: PersonRequest, sheet: AttendanceSheet) -> FileResponse:
    """Send the sheet just as it was printed."""
    groups = "-".join(group["code"] for group in sheet.printed["groups"])
    day, part = sheet.printed["day"]["code"], sheet.printed["part"]
    name = f"{groups}-{day}-{sheet.printed['date']}-{part}.pdf"
    return kept_file(sheet.pdf, name=name, content_type="application/pdf")
