"""What a person wants printed on their certificate: their own words, the dative of their name."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.actions.supplement import save_details
from certificates.forms import DetailsForm
from certificates.queries import programme_of
from certificates.queries.supplement import confirmed_dative, details_of
from people.access import PersonRequest, permission_required
from people.latvian import nfc, propose_dative
from people.models import Person


@permission_required("certificates.edit_own_details")
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: PersonRequest) -> HttpResponse:
    """Show and save the reader's own details."""
    person = cast(Person, request.user.person)
    programme = programme_of(person)
    if programme is None:
        raise Http404
    details = details_of(person, programme)
    name = nfc(person.full_name)
    initial = {
        "name_dative": confirmed_dative(details, name),
        "outcomes": details.outcomes,
        "prints_self_assessment": details.prints_self_assessment,
    }
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_details(person=person, programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It will be printed on the next certificate issued."))
        return redirect("certificates:eligibility")
    context = {
        "form": form,
        "person": person,
        "proposal": "" if initial["name_dative"] else propose_dative(name, person.sex),
    }
    return render(request, "certificates/details.html", context)
