"""Signing in, invitations and one's own profile."""

from typing import Any

from allauth.account import views as account_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.users.models import UserProfile

from people.access import PersonRequest, public, remember_language, signed_in
from people.actions.invitations import (
    InvitationUnusable,
    PersonHasAccount,
    UsernameTaken,
    accept_invitation,
)
from people.forms import AcceptInvitationForm, LoginForm
from people.queries import InvitationState, find_invitation, invitation_state

_PASSWORD_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"  # noqa: S105


class LoginView(account_views.LoginView):
    """allauth's page, except that whoever the admin turned away is told so."""

    form_class = LoginForm

    def get_authenticated_redirect_url(self) -> str:
        url: str = super().get_authenticated_redirect_url()
        # The admin sends people without access here; sending them back would go in circles.
        if url.startswith(reverse("wagtailadmin_home")) and not self.request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            raise PermissionDenied
        return url


@public
@require_GET
def accounts_by_invitation(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account."""
    return render(request, "account/signup_closed.html")


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Turn an invitation into an account and sign its person in."""
    invitation = find_invitation(token)
    state = invitation_state(invitation)
    if invitation is None or state != InvitationState.OPEN:
        return _closed_door(request, state)
    if hasattr(invitation.person, "account"):
        return _closed_door(request, InvitationState.USED)
    form = AcceptInvitationForm(request.POST or None, person=invitation.person)
    if form.is_valid():
        try:
            user = accept_invitation(
                token=token,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password1"],
            )
        except InvitationUnusable as fault:
            return _closed_door(request, fault.state)
        except PersonHasAccount:
            return _closed_door(request, InvitationState.USED)
        except UsernameTaken:
            form.add_error("username", _("This user name is taken. Choose another."))
        else:
            login(request, user, backend=_PASSWORD_BACKEND)
            messages.success(request, _("The account is ready."))
            return redirect("home_for_role")
    context = {"form": form, "invitation": invitation}
    return render(request, "people/accept_invitation.html", context)


def _closed_door(request: HttpRequest, state: InvitationState) -> HttpResponse:
    status = 404 if state == InvitationState.UNKNOWN else 410
    return render(request, "people/invitation_closed.html", {"state": state}, status=status)


@signed_in
@require_GET
def profile(request: PersonRequest) -> HttpResponse:
    """Show what is known about the account's own person."""
    memberships = []
    person = request.user.person
    if person is not None:
        memberships = list(person.team_memberships.current().select_related("team__municipality"))
    roles = request.user.role_assignments.current()
    context = {
        "person": person,
        "memberships": memberships,
        "roles": roles,
        "languages": settings.LANGUAGES,
    }
    return render(request, "people/profile.html", context)


@signed_in
@require_POST
def choose_language(request: PersonRequest) -> HttpResponse:
    """Keep the language for every device and show the profile in it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose one of the languages offered."))
        return redirect("people:profile")
    UserProfile.objects.update_or_create(
        user=request.user, defaults={"preferred_language": language}
    )
    with override(language):
        messages.success(request, _("Changes saved."))
        response = HttpResponseRedirect(reverse("people:profile"))
    remember_language(response, language)
    return response


def redirected(*, to: str) -> Any:
    """Make a view that sends to another address and keeps the query, above all ``next``."""

    @public
    def go(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(reverse(to) + (f"?{query}" if query else ""))

    return go
