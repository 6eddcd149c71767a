"""What background work could not do, shown to staff, with a way to try again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tasks_db.models import DBTaskResult

from lms import background
from lms.models import OutgoingMail
from people.access import permission_required

LONGEST_ID = 18  # digits that every database can hold


@permission_required("lms.see_background")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """List tasks and messages that were given up, and how much is waiting."""
    context = {
        "dead_tasks": background.dead_letters()[:100],
        "dead_mail": OutgoingMail.objects.filter(state=OutgoingMail.State.DEAD)[:100],
        "waiting_tasks": background.waiting_count(),
        "waiting_mail": OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).count(),
        "worker_seen_at": background.newest_heartbeat(),
    }
    return render(request, "lms/background.html", context)


@permission_required("lms.see_background")
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Send one dead task or message back to the queue."""
    kind, _sep, number = request.POST.get("what", "").partition(":")
    if kind == "mail" and number.isdecimal() and len(number) <= LONGEST_ID:
        revived = OutgoingMail.objects.filter(pk=int(number), state=OutgoingMail.State.DEAD).update(
            state=OutgoingMail.State.WAITING, attempts=0, next_attempt_at=timezone.now()
        )
    elif kind == "task" and (result := _dead_task(number)):
        background.revive(result)
        revived = 1
    else:
        revived = 0
    if not revived:
        raise Http404
    messages.success(request, _("Sent back to the queue."))
    return redirect("background")


def _dead_task(number: str) -> DBTaskResult | None:
    return next((row for row in background.dead_letters() if str(row.pk) == number), None)
