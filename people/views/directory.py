"""The directory: finding a person, seeing one whole, giving roles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.access import PersonRequest, permission_required
from people.actions.roles import (
    OwnManagerRole,
    RoleAlreadyHeld,
    RoleEndsInThePast,
    RoleNeedsAnEnd,
    assign_role,
    end_role,
)
from people.forms import AssignRoleForm, PersonFilterForm
from people.models import Person, Role, RoleAssignment
from people.queries import audit_lines, search_people
from people.views.teams import find_person

_PAGE = 50


@permission_required("people.list_people")
@require_GET
def person_list(request: PersonRequest) -> HttpResponse:
    """List people, narrowed by name, municipality and region."""
    form = PersonFilterForm(request.GET or None)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    people = search_people(chosen.get("q", ""))
    if chosen.get("municipality"):
        people = people.filter(municipality=chosen["municipality"])
    if chosen.get("region"):
        people = people.filter(municipality__training_region=chosen["region"])
    people = people.select_related("municipality", "account")
    page = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    return render(request, "people/person_list.html", {"form": form, "people": page})


@permission_required("people.see_person", find=find_person)
@require_GET
def person_detail(request: PersonRequest, person: Person) -> HttpResponse:
    """Show one person whole, as far as the reader may see."""
    user = request.user
    account = getattr(person, "account", None)
    may_manage_roles = user.has_perm("people.manage_roles")
    context = {
        "person": person,
        "account": account,
        "memberships": person.team_memberships.select_related("team__municipality").order_by(
            "-from_on", "-id"
        ),
        "may_invite": account is None and user.has_perm("people.invite_person", person),
        "may_manage_roles": may_manage_roles,
        "roles": account.role_assignments.current() if account else [],
        "role_form": AssignRoleForm() if may_manage_roles and account else None,
        "audit_lines": audit_lines(person) if user.has_perm("people.see_audit_trail") else None,
        "may_see_teams": user.has_perm("people.list_people"),
    }
    return render(request, "people/person_detail.html", context)


def _find_assignment(pk: int) -> RoleAssignment:
    assignment = RoleAssignment.objects.select_related("user").filter(pk=pk).first()
    if assignment is None:
        raise Http404
    return assignment


@permission_required("people.manage_roles", find=find_person)
@require_POST
def role_assign(request: PersonRequest, person: Person) -> HttpResponse:
    """Give the person's account a role."""
    form = AssignRoleForm(request.POST)
    account = getattr(person, "account", None)
    if account is None:
        messages.error(request, _("Roles can be given once the person has an account."))
    elif not form.is_valid():
        messages.error(request, _("Choose a role, and write the last day as a date."))
    else:
        try:
            assign_role(
                user=account,
                role=Role(form.cleaned_data["role"]),
                until=form.cleaned_data["until"],
                by=request.user,
            )
        except RoleNeedsAnEnd:
            messages.error(request, _("An auditor's access needs a last day. Choose it."))
        except RoleEndsInThePast:
            messages.error(request, _("The last day is over already. Choose a later one."))
        except RoleAlreadyHeld:
            messages.info(request, _("The person has this role already."))
        else:
            messages.success(request, _("Changes saved."))
    return redirect("people:person_detail", person.pk)


@permission_required("people.manage_roles", find=_find_assignment)
@require_POST
def role_end(request: PersonRequest, assignment: RoleAssignment) -> HttpResponse:
    """End a role at once."""
    try:
        end_role(assignment=assignment, by=request.user)
    except OwnManagerRole:
        messages.error(
            request,
            _("You cannot end your own role of programme manager. Ask a colleague to do it."),
        )
    else:
        messages.success(request, _("Changes saved."))
    if assignment.user.person_id is None:
        return redirect("people:person_list")
    return redirect("people:person_detail", assignment.user.person_id)
