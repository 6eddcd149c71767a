"""The final reflection and "What I will do on Monday"."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.final_reflection import save_final_reflection
from courses.forms import FinalReflectionForm
from courses.queries.competences import reflection_versions
from courses.views.programme import programme_or_404
from people.access import PersonRequest, permission_required
from people.models import Person


@permission_required("courses.write_final_reflection")
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the person wrote last, and save what they write now as a new version."""
    programme = programme_or_404(pk)
    person = cast(Person, request.user.person)
    versions = reflection_versions(person, programme)
    newest = versions[0] if versions else None
    if request.method == "POST":
        form = FinalReflectionForm(request.POST)
        if form.is_valid():
            save_final_reflection(
                person=person, programme=programme, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Final reflection saved."))
            return redirect("courses:final_reflection", pk)
    else:
        form = FinalReflectionForm(
            initial={"reflection": newest.reflection, "monday": newest.monday} if newest else None
        )
    context = {"programme": programme, "form": form, "newest": newest, "earlier": versions[1:]}
    return render(request, "courses/final_reflection.html", context)
