"""Where a person lands after signing in, by what they came for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_GET

from people.access import PersonRequest, public, signed_in

# The first that the account may do decides; a manager who is also a participant is at work.
_HOMES = [
    ("monitoring.see_dashboard", "monitoring:dashboard"),
    ("scheduling.list_sessions", "scheduling:session_list"),
    ("plans.accompany_teams", "plans:my_municipalities"),
    ("people.lead_a_team", "people:my_team"),
    ("wagtailadmin.access_admin", "wagtailadmin_home"),
    ("scheduling.enrol", "scheduling:my_training"),
]


@signed_in
@require_GET
def home_for_role(request: PersonRequest) -> HttpResponse:
    """Go to the page of the account's main job."""
    for permission, name in _HOMES:
        if request.user.has_perm(permission):
            return redirect(name)
    return redirect("people:profile")


@public
@require_GET
def language_root(request: HttpRequest) -> HttpResponse:
    """Go from / to the home page in the reader's language."""
    language = get_language_from_request(request)
    response = redirect(f"/{language}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response
