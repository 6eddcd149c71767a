"""Where a person lands: after signing in, at the root, from the home screen of a phone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.access import PersonRequest, public, signed_in

# --spruce and --ground of tokens.css, which a phone's home screen cannot read.
_SPRUCE, _GROUND = "#0e5c4b", "#f2f5f1"

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


@public
@require_GET
def manifest(_request: HttpRequest) -> HttpResponse:
    """Tell a phone how the product stands on its home screen: name, picture, first page."""
    icons: list[dict[str, str]] = [
        {"src": static("look/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {"src": static(f"look/mark-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"}
            for n in (192, 512)
        ),
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": _("Digital youth work"),
            "short_name": _("Digital youth work"),
            "lang": get_language(),
            "start_url": reverse("scheduling:my_training"),
            "scope": "/",
            "display": "standalone",
            "theme_color": _SPRUCE,
            "background_color": _GROUND,
            "icons": icons,
            "shortcuts": [{"name": _("Sessions"), "url": reverse("scheduling:session_list")}],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "public, max-age=3600"},
    )
