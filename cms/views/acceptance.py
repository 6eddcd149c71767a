"""Accepting the guidelines for a municipality, and the manager's view of who has."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.actions.acceptance import EditionOutdated, accept_edition, remind_municipalities
from cms.exports.acceptance import acceptance_csv, acceptance_xlsx
from cms.models import GuidelineEdition
from cms.queries.acceptance import PLANNING, TRAINING, acceptance_overview
from cms.queries.editions import find_edition
from people.access import PersonRequest, permission_required
from people.models import Municipality, MunicipalTeam

_KINDS = {
    "csv": (acceptance_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        acceptance_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def _find_team(pk: int) -> MunicipalTeam:
    team = MunicipalTeam.objects.select_related("municipality").filter(pk=pk).first()
    if team is None:
        raise Http404
    return team


def _region_kind(request: HttpRequest) -> str:
    return PLANNING if request.GET.get("by") == PLANNING else TRAINING


@permission_required("cms.accept_edition", find=_find_team)
@require_POST
def accept(request: PersonRequest, team: MunicipalTeam) -> HttpResponse:
    """Accept the version the lead has read for the municipality."""
    edition = find_edition(request.POST.get("edition", ""))
    if edition is None or "read" not in request.POST:
        messages.error(request, _("Mark that the guidelines have been read, then accept them."))
        return redirect("people:team_detail", team.pk)
    try:
        acceptance = accept_edition(team=team, edition=edition, by=request.user)
    except EditionOutdated:
        messages.error(
            request, _("A newer version was published meanwhile. Read that one and accept it.")
        )
    else:
        messages.success(
            request,
            _("Guidelines accepted. Version: %(number)s. Municipality: %(municipality)s")
            % {"number": acceptance.edition.number, "municipality": team.municipality},
        )
    return redirect("people:team_detail", team.pk)


@permission_required("cms.see_acceptance")
@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    """Show the share of municipalities by region and who has not accepted yet."""
    edition = GuidelineEdition.objects.light().newest()
    by = _region_kind(request)
    context = {
        "edition": edition,
        "by": by,
        "overview": acceptance_overview(edition, by) if edition else None,
        "may_remind": request.user.has_perm("cms.remind_municipalities"),
    }
    return render(request, "cms/acceptance.html", context)


@permission_required("cms.see_acceptance")
@require_GET
def export(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out the list of all municipalities as CSV or XLSX."""
    edition = GuidelineEdition.objects.light().newest()
    if kind not in _KINDS or edition is None:
        raise Http404
    write, content_type = _KINDS[kind]
    name = f"guidelines-{edition.number}-{timezone.localdate().isoformat()}.{kind}"
    return HttpResponse(
        write(acceptance_overview(edition)),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@permission_required("cms.remind_municipalities")
@require_POST
def remind(request: PersonRequest) -> HttpResponse:
    """Write to the leads of one municipality, or of all that have not accepted."""
    edition = GuidelineEdition.objects.light().newest()
    if edition is None:
        raise Http404
    municipalities = Municipality.objects.valid_on(timezone.localdate())
    chosen = request.POST.get("municipality", "")
    if chosen:
        municipalities = municipalities.filter(pk__in=[chosen] if _is_id(chosen) else [])
    done = remind_municipalities(municipalities=municipalities, edition=edition, by=request.user)
    messages.success(
        request,
        ngettext(
            "Reminder sent to %(n)d municipality.",
            "Reminder sent to %(n)d municipalities.",
            done.sent,
        )
        % {"n": done.sent},
    )
    if done.reminded_today:
        messages.info(
            request,
            _("Reminded today already, not written to again: %(n)s") % {"n": done.reminded_today},
        )
    if done.without_address:
        messages.warning(
            request,
            _("Without a team lead who has an e-mail address: %(n)s") % {"n": done.without_address},
        )
    return redirect("cms:acceptance")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18  # noqa: PLR2004  # what a key can hold
