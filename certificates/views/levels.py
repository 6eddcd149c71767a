"""The levels that trainers confirm for the people of a group."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from certificates.actions.supplement import ConfirmsOwnLevel, confirm_levels
from certificates.forms import LevelsForm
from certificates.queries.supplement import group_levels
from certificates.views.find import find_group
from people.access import PersonRequest, permission_required
from scheduling.models import TrainingGroup


@permission_required("certificates.confirm_levels", find=find_group)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show the group's confirmed levels and save changes."""
    table = group_levels(group)
    form = LevelsForm(request.POST or None, table=table)
    if request.method == "POST":
        if form.is_valid():
            return _save(request, group, form)
        messages.error(request, _("Choose levels from the lists only. Nothing was saved."))
    context = {"group": group, "table": table, "form": form, "own": request.user.person_id}
    return render(request, "certificates/confirm_levels.html", context)


def _save(request: PersonRequest, group: TrainingGroup, form: LevelsForm) -> HttpResponse:
    try:
        changed = confirm_levels(group=group, levels=form.levels(), by=request.user)
    except ConfirmsOwnLevel:
        messages.error(
            request,
            _("You cannot confirm your own level. Another trainer does it. Nothing was saved."),
        )
    else:
        sentence = ngettext("%(n)s level changed.", "%(n)s levels changed.", changed)
        messages.success(request, sentence % {"n": changed})
    return redirect("certificates:confirm_levels", pk=group.pk)
