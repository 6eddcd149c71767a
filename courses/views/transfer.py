"""Taking a programme out as a file, bringing one in, copying one: in Wagtail's admin."""

from tempfile import TemporaryFile
from typing import Any

from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.actions.transfer import (
    ImportReport,
    copy_programme,
    export_programme,
    forget_upload,
    import_programme,
    keep_upload,
    kept_upload,
    next_version,
    preview_import,
)
from courses.forms.transfer import CopyForm, ExportForm, TargetForm, UploadForm
from courses.models import ModulePage, Programme
from courses.validators import Archive, Problem, TransferRefused, open_archive
from people.access import PersonRequest, permission_required

LIST = "wagtailsnippets_courses_programme:list"
_WAITING = "programme_import"  # in the session: the file that waits for its confirmation


def find_programme(pk: int) -> Programme:
    """Find the programme of an address; 404 if there is none."""
    return get_object_or_404(Programme, pk=pk)


@permission_required("courses.export_programme", find=find_programme)
@require_http_methods(["GET", "POST"])
def export(request: PersonRequest, programme: Programme) -> HttpResponseBase:
    """Ask which text leaves; a POST gives the file."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        out = TemporaryFile()  # noqa: SIM115  # the response closes it
        try:
            export_programme(
                programme=programme, out=out, drafts=form.cleaned_data["drafts"], by=request.user
            )
        except TransferRefused as refusal:
            out.close()
            problems = refusal.problems
        else:
            out.seek(0)
            name = f"{programme.code}-{programme.version}.zip"
            return FileResponse(out, as_attachment=True, filename=name)
    context = {"programme": programme, "form": form, "problems": problems, **_pages_of(programme)}
    context |= _frame(_("Export the programme"), "download", str(programme))
    return render(request, "courses/admin/programme_export.html", context)


@permission_required("courses.import_programme")
@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """Take a file, look at it, and keep it for the preview; a bad one gets its sentence."""
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with open_archive(file):
                pass
        except TransferRefused as refusal:
            problems = refusal.problems
        else:
            forget_upload(request.session.get(_WAITING, ""))
            request.session[_WAITING] = keep_upload(file)
            return redirect("programme_import_preview")
    context = {"form": form, "problems": problems} | _frame(_("Import a programme"), "upload")
    return render(request, "courses/admin/programme_upload.html", context)


@permission_required("courses.import_programme")
@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest) -> HttpResponse:
    """Show what the waiting file would bring; a POST brings it, or checks another name for it."""
    name = request.session.get(_WAITING, "")
    try:
        with kept_upload(name) as file, open_archive(file) as archive:
            return _preview(request, archive, name)
    except FileNotFoundError:
        messages.error(request, _("The file is no longer here. Choose it again."))
    except TransferRefused as refusal:  # it was good when it came
        messages.error(request, str(refusal))
    return redirect("programme_import")


def _preview(request: PersonRequest, archive: Archive, name: str) -> HttpResponse:
    form = TargetForm(request.POST) if request.method == "POST" else TargetForm()
    context: dict[str, Any] = {"form": form} | _frame(_("Import a programme"), "upload")
    wanted: dict[str, Any] = {}
    if form.is_valid():
        wanted = {"code": form.cleaned_data["code"], "version": form.cleaned_data["version"]}
    try:
        if wanted and "import" in request.POST:
            report = import_programme(archive=archive, **wanted, by=request.user)
            request.session.pop(_WAITING, None)
            forget_upload(name)
            return _done(request, report, _("Imported: %(programme)s."))
        report = preview_import(archive=archive, **wanted, by=request.user)
    except TransferRefused as refusal:
        context["problems"] = refusal.problems
        if not form.is_bound:
            form.initial = _own_name(archive)
    else:
        context["report"] = report
        if not form.is_bound:
            form.initial = {"code": report.programme.code, "version": report.programme.version}
    return render(request, "courses/admin/programme_preview.html", context)


@permission_required("courses.copy_programme", find=find_programme)
@require_http_methods(["GET", "POST"])
def copy(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Ask for the new name; a POST copies."""
    proposed = {"code": programme.code, "version": next_version(programme.code)}
    form = CopyForm(request.POST or None, initial=proposed)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            report = copy_programme(programme=programme, **form.cleaned_data, by=request.user)
        except TransferRefused as refusal:
            problems = refusal.problems
        else:
            return _done(request, report, _("Copied: %(programme)s."))
    context = {"programme": programme, "form": form, "problems": problems, **_pages_of(programme)}
    context |= _frame(_("Copy the programme"), "copy", str(programme))
    return render(request, "courses/admin/programme_copy.html", context)


def _pages_of(programme: Programme) -> dict[str, int]:
    """Count the pages that are published and those that are drafts alone."""
    pages = ModulePage.objects.filter(module__programme=programme)
    counted = pages.aggregate(published=Count("pk", filter=Q(live=True)), all=Count("pk"))
    return {"published": counted["published"], "unpublished": counted["all"] - counted["published"]}


def _own_name(archive: Archive) -> dict[str, Any]:
    """Return the code and version the file gives itself, as far as they are any."""
    said = archive.manifest.get("programme")
    return {name: said.get(name) for name in ("code", "version")} if isinstance(said, dict) else {}


def _frame(title: str, icon: str, subject: str = "") -> dict[str, Any]:
    """Return what Wagtail's frame needs: the way here, and the heading."""
    way = [
        {"url": reverse(LIST), "label": _("Programmes")},
        {"url": "", "label": title, "sublabel": subject},
    ]
    heading = f"{title}: {subject}" if subject else title
    return {"breadcrumbs_items": way, "header_title": heading, "header_icon": icon}


def _done(request: PersonRequest, report: ImportReport, sentence: str) -> HttpResponse:
    """Say what was made, and where its pages wait to be published."""
    made = report.programme
    what = sentence % {"programme": f"{made} ({made.code}, {made.version})"}
    drafts = ngettext(
        "%(n)d page waits as a draft.", "%(n)d pages wait as drafts.", len(report.pages)
    ) % {"n": len(report.pages)}
    pages = messages.button(reverse("module_pages:index"), _("Module pages"))
    messages.success(request, f"{what} {drafts}", buttons=[pages])
    return redirect(LIST)
