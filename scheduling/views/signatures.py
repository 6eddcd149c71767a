"""Counting signatures beside the scan, and explaining where they differ from the marks."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import PersonRequest, permission_required
from scheduling.actions.signatures import (
    NoDifference,
    NoScan,
    NotOnSheet,
    count_signatures,
    countable,
    explain_difference,
)
from scheduling.forms.paper import CountForm, ExplainForm, sheet_label
from scheduling.models import AttendanceSheet, Session
from scheduling.views.find import find_session, find_sheet


@permission_required("scheduling.count_signatures", find=find_sheet)
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: PersonRequest, sheet: AttendanceSheet) -> HttpResponse:
    """Show the scan beside the list; take who signed."""
    people = countable(sheet)
    last = sheet.counts.order_by("-pk").first()
    ticked = (
        list(last.signatures.filter(signed=True).values_list("person", flat=True)) if last else []
    )
    start = {"ticked": ticked, "means": "signed", "blank_signed": last.blank_signed if last else 0}
    form = CountForm(people, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        return _counted(request, sheet, form)
    is_bad = request.method == "POST"
    chosen = {str(pk) for pk in (request.POST.getlist("ticked") if is_bad else ticked)}
    context = {
        "sheet": sheet,
        "session": sheet.block.session,
        "label": sheet_label(sheet),
        "scans": list(sheet.scans.live().select_related("file")),
        "lines": [
            (number, person, str(person.pk) in chosen, number > len(sheet.person_ids))
            for number, person in enumerate(people, start=1)
        ],
        "form": form,
        "last": last,
    }
    return render(request, "scheduling/count.html", context, status=422 if is_bad else 200)


def _counted(
    request: PersonRequest, sheet: AttendanceSheet, form: CountForm
) -> HttpResponseRedirect:
    blank = form.cleaned_data["blank_signed"]
    try:
        made = count_signatures(
            sheet=sheet, signed=form.signed, blank_signed=blank, by=request.user
        )
    except NoScan:
        messages.error(
            request, _("Signatures are counted on a scan: upload the signed sheet first.")
        )
    except NotOnSheet:
        messages.error(request, _("The list has changed meanwhile. Nothing is saved; count again."))
        return redirect("scheduling:count_signatures", sheet.pk)
    else:
        signed, everybody = len(form.signed), made.signatures.count()
        text = _("Counted: %(signed)d of %(all)d signed.") % {"signed": signed, "all": everybody}
        messages.success(request, text)
    address = reverse("scheduling:paper", args=[sheet.block.session_id])
    return HttpResponseRedirect(f"{address}#block-{sheet.block_id}")


@permission_required("scheduling.print_sheet", find=find_session)
@require_POST
def explain(request: PersonRequest, session: Session) -> HttpResponseRedirect:
    """Keep why a difference is as it is."""
    form = ExplainForm(request.POST)
    address = reverse("scheduling:paper", args=[session.pk])
    if not form.is_valid():
        messages.error(
            request, _("The note was not saved. Write the reason, up to 500 characters.")
        )
        return HttpResponseRedirect(address)
    said = form.cleaned_data
    block = get_object_or_404(session.blocks, pk=said["block"])
    try:
        explain_difference(
            block=block,
            kind=said["kind"],
            person_id=said["person"],
            reason=said["reason"],
            by=request.user,
        )
    except NoDifference:
        messages.info(request, _("This difference is no longer there. Look at the list again."))
    else:
        messages.success(request, _("The note is saved; the difference is explained."))
    return HttpResponseRedirect(f"{address}#block-{block.pk}")
