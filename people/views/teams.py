"""Municipal teams: who belongs, who can sign in, who is still to be invited."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.access import PersonRequest, permission_required
from people.actions.invitations import (
    InvitedAMomentAgo,
    PersonHasAccount,
    invitation_link,
    invite_person,
)
from people.actions.teams import (
    AlreadyInTeam,
    OwnLeadership,
    PossibleDuplicate,
    add_member,
    end_membership,
)
from people.forms import EndMembershipForm, TeamMemberForm
from people.models import MunicipalTeam, Person, TeamMembership
from people.queries import team_members


def find_team(pk: int) -> MunicipalTeam:
    """Return the team of an address."""
    team = MunicipalTeam.objects.select_related("municipality").filter(pk=pk).first()
    if team is None:
        raise Http404
    return team


def find_person(pk: int) -> Person:
    """Return the person of an address."""
    people = Person.objects.select_related("municipality__training_region", "account")
    person = people.filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def find_membership(pk: int) -> TeamMembership:
    """Return the membership of an address, while it lasts."""
    membership = (
        TeamMembership.objects.current()
        .select_related("person", "team__municipality")
        .filter(pk=pk)
        .first()
    )
    if membership is None:
        raise Http404
    return membership


@permission_required("people.lead_a_team")
@require_GET
def my_team(request: PersonRequest) -> HttpResponse:
    """Go to the team the account leads, or offer the choice when there are several."""
    teams = MunicipalTeam.objects.filter(pk__in=request.user.led_team_ids).select_related(
        "municipality"
    )
    if len(teams) == 1:
        return redirect("people:team_detail", teams[0].pk)
    return render(request, "people/team_choice.html", {"teams": teams})


@permission_required("people.see_team", find=find_team)
@require_GET
def team_detail(request: PersonRequest, team: MunicipalTeam) -> HttpResponse:
    """Show who is in the team and how far each is."""
    members = team_members(team)
    context = {
        "team": team,
        "members": members,
        "may_edit": request.user.has_perm("people.edit_team", team),
    }
    return render(request, "people/team_detail.html", context)


@permission_required("people.edit_team", find=find_team)
@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: PersonRequest, team: MunicipalTeam) -> HttpResponse:
    """Add a person to the team; a known name is asked about first."""
    form = TeamMemberForm(request.POST or None)
    candidates: list[Person] = []
    if form.is_valid():
        person, is_another = form.instance, False
        chosen = request.POST.get("same_as", "")
        try:
            if chosen == TeamMemberForm.NEW:
                is_another = True
            elif chosen:
                person = _own_person(chosen, person, team)
            membership = add_member(
                team=team,
                person=person,
                role=form.cleaned_data["role"],
                by=request.user,
                is_another_person=is_another,
            )
        except PossibleDuplicate as fault:
            candidates = fault.candidates
            form.ask_who_is_meant(candidates, team.municipality)
        except AlreadyInTeam:
            form.add_error(None, _("This person is in the team already."))
        else:
            messages.success(
                request,
                _("Added to the team: %(person)s") % {"person": membership.person.full_name},
            )
            return redirect("people:team_detail", team.pk)
    context = {"team": team, "form": form, "candidates": candidates}
    return render(request, "people/member_new.html", context)


def _own_person(pk: str, typed: Person, team: MunicipalTeam) -> Person:
    """Return the chosen record, which must be of the team's municipality and of the name typed."""
    typed.set_keys()
    people = Person.objects.filter(municipality=team.municipality_id, search_key=typed.search_key)
    return next((person for person in people if str(person.pk) == pk), typed)


@permission_required("people.end_membership", find=find_membership)
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: PersonRequest, membership: TeamMembership) -> HttpResponse:
    """Ask, then end the membership; what the person attended stays."""
    form = EndMembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_membership(
                membership=membership, by=request.user, reason=form.cleaned_data["reason"]
            )
        except OwnLeadership:
            messages.error(
                request,
                _("You lead this team. Ask JSPA to name another team lead first."),
            )
        else:
            messages.success(
                request,
                _("No longer in the team: %(person)s") % {"person": membership.person.full_name},
            )
        return redirect("people:team_detail", membership.team_id)
    context = {"membership": membership, "team": membership.team, "form": form}
    return render(request, "people/membership_end.html", context)


@permission_required("people.invite_person", find=find_person)
@require_POST
def invite(request: PersonRequest, person: Person) -> HttpResponse:
    """Send the invitation and show its link this one time."""
    try:
        invitation, token = invite_person(person=person, by=request.user)
    except PersonHasAccount:
        messages.info(
            request, _("Has an account already: %(person)s") % {"person": person.full_name}
        )
    except InvitedAMomentAgo:
        messages.info(
            request,
            _("An invitation was made a moment ago. Wait a minute before making another."),
        )
    else:
        values = {"email": invitation.email, "link": invitation_link(token)}
        if invitation.email:
            messages.success(request, _("Invitation sent to: %(email)s") % values)
        messages.info(
            request,
            _(
                "No e-mail address? Print the link or send it by text message. "
                "It is shown only this once: %(link)s"
            )
            % values,
        )
    return _back_to_list(request, person)


def _back_to_list(request: HttpRequest, person: Person) -> HttpResponse:
    """Return a lead to the team the person is in, everybody else to the person."""
    teams = person.team_memberships.current().values_list("team_id", flat=True)
    led = request.user.led_team_ids.intersection(teams)  # type: ignore[union-attr]
    if led:
        return redirect("people:team_detail", min(led))
    return redirect("people:person_detail", person.pk)
