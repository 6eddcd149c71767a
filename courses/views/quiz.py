"""The quiz of a module: its rules and the tries made, starting one, the result of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.quiz import MustWait, NoAttemptsLeft, NoQuestions, start_attempt
from courses.models import Module, QuizAttempt
from courses.queries import (
    conditions_of,
    find_progress,
    next_module_page,
    reading_of,
    review_of,
    standing,
    url_of,
    version_for,
)
from courses.views.attempt import attempt_or_404, first_open_url
from courses.views.module import module_or_404, must_start_first, page_or_404
from people.access import PersonRequest, permission_required

_SHOWN = 20


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: PersonRequest, module: Module) -> HttpResponse:
    """Show the rules and the tries made; a POST starts a try or goes on with the running one."""
    page = page_or_404(module)
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return must_start_first(request, page)
    if request.method == "POST":
        try:
            attempt = start_attempt(progress=progress, version=version_for(page, progress))
        except NoQuestions:
            messages.error(request, _("This module has no quiz yet."))
        except NoAttemptsLeft:
            messages.error(request, _("No attempts are left."))
        except MustWait as wait:
            when = date_format(timezone.localtime(wait.until), "SHORT_DATETIME_FORMAT")
            messages.error(
                request, _("The next attempt is possible from %(when)s.") % {"when": when}
            )
        else:
            return redirect(first_open_url(attempt))
        return redirect("courses:quiz", address=module.address)
    stands = standing(progress.person_id, module, timezone.now())
    reading = reading_of(page, progress)
    bank = len(reading.version.quiz)
    drawn = min(module.quiz_draw or bank, bank)
    context = {
        "url": url_of(page),
        "reading": reading,
        "stands": stands,
        "tries": stands.submitted[:_SHOWN],
        "earlier": len(stands.submitted) - _SHOWN,
        "drawn": drawn,
        "needed": min(module.pass_mark, drawn),
    }
    return render(request, "courses/quiz.html", context)


@permission_required("courses.see_attempt", find=attempt_or_404)
@require_safe
def quiz_result(request: PersonRequest, attempt: QuizAttempt) -> HttpResponse:
    """Show one submitted try: each answer, what is right and why, and what may come next."""
    if attempt.submitted_at is None:
        return redirect(first_open_url(attempt))
    page = page_or_404(attempt.module)
    progress = find_progress(attempt.person_id, attempt.module_id)
    reading = reading_of(page, progress)
    following = next_module_page(page) if progress and progress.completed_at else None
    stands = standing(attempt.person_id, attempt.module, timezone.now())
    context = {
        "url": url_of(page),
        "attempt": attempt,
        "reading": reading,
        "conditions": conditions_of(reading),
        "needed": attempt.questions["needed"],
        "language": attempt.questions["language"],
        "review": review_of(attempt),
        "stands": stands,
        "tries": stands.submitted[:_SHOWN],
        "earlier": len(stands.submitted) - _SHOWN,
        "following": following,
        "following_url": url_of(following) if following else "",
    }
    return render(request, "courses/quiz_result.html", context)
