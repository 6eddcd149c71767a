"""What reviewers find after they have approved or returned a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

# With any of these Wagtail opens the list of pages, where it would lead to after the act.
_OPENS_THE_LIST = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


@hooks.register("after_edit_page")
def back_to_what_waits(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead reviewers back to what waits for them: the list of pages is not theirs to open."""
    act = request.POST.get("workflow-action-name")
    if not act or page_permission_policy.user_has_any_permission(request.user, _OPENS_THE_LIST):
        return None
    if act == "approve":
        messages.success(request, _("Approved. The editor is told by e-mail."))
    else:
        messages.success(request, _("Returned. The editor is told by e-mail."))
    return redirect("wagtailadmin_home")
