"""Scans: uploading, the queue of those without a sheet, assigning, superseding, looking."""

import time
from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import PersonRequest, permission_required
from people.models import User
from people.rules import is_programme_manager
from scheduling.actions.scans import (
    NoSuchPage,
    Received,
    ScanSettled,
    assign_scan,
    receive_scan,
    supersede_scan,
)
from scheduling.forms.paper import (
    AssignForm,
    CameraForm,
    ScanUploadForm,
    SupersedeForm,
    sheet_label,
)
from scheduling.models import AttendanceSheet, SheetScan
from scheduling.queries import sessions_of
from scheduling.validators.scans import PATIENCE, read_scan
from scheduling.views.find import find_scan
from scheduling.views.private import kept_file

PER_PAGE = 20
PATIENCE_IN_ALL = 45.0  # seconds for the files of one request


@permission_required("scheduling.list_scans")
@require_http_methods(["GET", "HEAD", "POST"])
def scan_list(request: PersonRequest) -> HttpResponse:
    """Take scans in, and show those that no sheet is known for."""
    may_upload = request.user.has_perm("scheduling.upload_scans")
    if request.method == "POST" and not may_upload:
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        files = request.FILES.getlist("scans")
        if files:
            return _received(request, files)
        messages.error(request, _("No file was chosen. Choose photographs or scans."))
        status = 422
    found = SheetScan.objects.waiting().visible_to(request.user)
    found = found.select_related("file__uploaded_by__person").order_by("-pk")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "form": ScanUploadForm(auto_id="upload_%s") if may_upload else None,
        "camera": CameraForm(auto_id="camera_%s") if may_upload else None,
    }
    return render(request, "scheduling/scan_list.html", context, status=status)


def _received(request: PersonRequest, files: Iterable[UploadedFile]) -> HttpResponseRedirect:
    """Take the files in one by one; say of each what became of it."""
    until = time.monotonic() + PATIENCE_IN_ALL
    sessions = set()
    all_landed = True
    for upload in files:
        left = until - time.monotonic()
        try:
            scan = read_scan(upload, patience=min(PATIENCE, left))
        except ValidationError as refused:
            messages.error(request, f"{upload.name}: {' '.join(refused.messages)}")
            all_landed = False
            continue
        received = receive_scan(scan=scan, by=request.user, may_mark=_may_mark(request.user))
        _say(request, received)
        all_landed = all_landed and not received.queued
        sessions |= {row.sheet.block.session_id for row in received.landed if row.sheet}
    if all_landed and len(sessions) == 1:
        return redirect("scheduling:paper", sessions.pop())
    return redirect("scheduling:scan_list")


def _may_mark(user: User) -> Callable[[AttendanceSheet], bool]:
    return lambda sheet: user.has_perm("scheduling.mark_attendance", sheet.block.session)


def _say(request: PersonRequest, received: Received) -> None:
    if received.is_known:
        messages.info(request, _("%(file)s: is here already.") % {"file": received.name})
    for row in received.landed:
        assert row.sheet is not None  # noqa: S101  # landed means with a sheet
        text = _("%(file)s: page %(page)d of the sheet %(sheet)s")
        values = {"file": received.name, "page": row.sheet_page, "sheet": sheet_label(row.sheet)}
        messages.success(request, text % values)
    for row in received.queued:
        text = _("%(file)s: waits for somebody to assign it. %(why)s")
        values = {"file": received.name, "why": row.get_problem_display()}
        messages.warning(request, text % values)


@permission_required("scheduling.see_scan", find=find_scan)
@require_safe
def scan_detail(request: PersonRequest, scan: SheetScan) -> HttpResponse:
    """Show one scanned page with its hash and what may be done with it."""
    return _detail(request, scan)


def _detail(
    request: PersonRequest,
    scan: SheetScan,
    assign_form: AssignForm | None = None,
    supersede_form: SupersedeForm | None = None,
) -> HttpResponse:
    may = scan.superseded_at is None and request.user.has_perm("scheduling.assign_scan", scan)
    has_faults = bool(assign_form or supersede_form)
    context = {
        "scan": scan,
        "sheet_label": sheet_label(scan.sheet) if scan.sheet else "",
        "supersede_form": (supersede_form or SupersedeForm()) if may else None,
        "assign_form": (assign_form or AssignForm(_sheets_for(request.user)))
        if may and scan.sheet is None
        else None,
    }
    return render(request, "scheduling/scan.html", context, status=422 if has_faults else 200)


@permission_required("scheduling.assign_scan", find=find_scan)
@require_POST
def assign(request: PersonRequest, scan: SheetScan) -> HttpResponse:
    """Put a waiting page with its sheet by hand."""
    form = AssignForm(_sheets_for(request.user), request.POST)
    if not form.is_valid():
        return _detail(request, scan, assign_form=form)
    sheet = form.cleaned_data["sheet"]
    try:
        assign_scan(scan=scan, sheet=sheet, page=form.cleaned_data["page"], by=request.user)
    except NoSuchPage:
        text = ngettext("The sheet has %(n)d page.", "The sheet has %(n)d pages.", sheet.pages)
        form.add_error("page", text % {"n": sheet.pages})
        return _detail(request, scan, assign_form=form)
    except ScanSettled:
        messages.info(request, _("Somebody else has dealt with this scan meanwhile."))
        return redirect("scheduling:scan_list")
    messages.success(request, _("The page is with its sheet."))
    address = reverse("scheduling:paper", args=[sheet.block.session_id])
    return HttpResponseRedirect(f"{address}#sheet-{sheet.pk}")


@permission_required("scheduling.assign_scan", find=find_scan)
@require_POST
def supersede(request: PersonRequest, scan: SheetScan) -> HttpResponse:
    """Say that a scan no longer counts, and why."""
    form = SupersedeForm(request.POST)
    if not form.is_valid():
        return _detail(request, scan, supersede_form=form)
    try:
        supersede_scan(scan=scan, by=request.user, **form.cleaned_data)
    except ScanSettled:
        messages.info(request, _("Somebody else has dealt with this scan meanwhile."))
    else:
        messages.success(request, _("The scan no longer counts; it is kept with the reason."))
    if scan.sheet:
        return redirect("scheduling:paper", scan.sheet.block.session_id)
    return redirect("scheduling:scan_list")


@permission_required("scheduling.see_scan", find=find_scan)
@require_safe
def picture(request: PersonRequest, scan: SheetScan) -> FileResponse:
    """Show our own picture of the page."""
    return kept_file(scan.picture, name="page.jpg", content_type="image/jpeg", as_attachment=False)


@permission_required("scheduling.see_scan", find=find_scan)
@require_safe
def original(request: PersonRequest, scan: SheetScan) -> FileResponse:
    """Send the file as it was uploaded, to be saved."""
    file = scan.file
    return kept_file(file.stored, name=file.name, content_type=file.content_type)


def _sheets_for(user: User) -> QuerySet[AttendanceSheet]:
    """Return the sheets a user may put pages with, newest first."""
    found = AttendanceSheet.objects.select_related("block__session", "block__block")
    if not is_programme_manager(user):
        found = (
            found.filter(block__session__in=sessions_of(user.person))
            if user.person
            else found.none()
        )
    return found.order_by("-pk")
