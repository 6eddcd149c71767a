"""The quiz of a module and the results of each try."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.quiz import AnswersDoNotFit, FormAlreadyUsed, answers_needed, submit_quiz
from courses.forms import QuizForm
from courses.models import Module, QuizAttempt
from courses.queries import (
    conditions_of,
    find_progress,
    next_module_page,
    quiz_of,
    reading_of,
    url_of,
)
from courses.views.module import module_or_404, must_start_first, page_or_404
from people.access import PersonRequest, permission_required


def attempt_or_404(code: str, pk: int) -> QuizAttempt:
    """Return the try at this module; the permission says whose it must be."""
    attempt = (
        QuizAttempt.objects.filter(pk=pk, module__code=code).select_related("module__day").first()
    )
    if attempt is None:
        raise Http404
    return attempt


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: PersonRequest, module: Module) -> HttpResponse:
    """Show the questions of the version the person started; store a try and go to its result."""
    page = page_or_404(module)
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return must_start_first(request, page)
    reading = reading_of(page, progress)
    questions = quiz_of(reading.version)
    data = request.POST if request.method == "POST" else None
    form = QuizForm(questions, reading.version.live_revision_id, data)
    if data is not None and form.is_valid():
        try:
            attempt = submit_quiz(
                progress=progress,
                version=reading.version,
                answers=form.answers,
                nonce=form.nonce_sent,
                by=request.user,
            )
        except (AnswersDoNotFit, FormAlreadyUsed):
            form.add_error(
                None, _("This form is out of date. Check your answers and submit them again.")
            )
        else:
            return redirect("courses:quiz_result", code=module.code, pk=attempt.pk)
    fieldsets = form.fieldsets()
    context = {
        "url": url_of(page),
        "reading": reading,
        "form": form,
        "fieldsets": fieldsets,
        "unanswered": [question for question in fieldsets if question["errors"]],
        "nonce": uuid4(),
        "version": reading.version.live_revision_id,
        "needed": answers_needed(module.pass_mark, len(questions)),
    }
    return render(request, "courses/quiz.html", context)


@permission_required("courses.see_attempt", find=attempt_or_404)
@require_safe
def quiz_result(request: PersonRequest, attempt: QuizAttempt) -> HttpResponse:
    """Show one try as it was answered, with the explanation of each answer."""
    page = page_or_404(attempt.module)
    progress = find_progress(attempt.person_id, attempt.module_id)
    reading = reading_of(page, progress)
    following = next_module_page(page) if progress and progress.completed_at else None
    context = {
        "url": url_of(page),
        "attempt": attempt,
        "reading": reading,
        "conditions": conditions_of(reading),
        "needed": attempt.questions["needed"],
        "language": attempt.questions["language"],
        "answered": _answered(attempt),
        "following": following,
        "following_url": url_of(following) if following else "",
    }
    return render(request, "courses/quiz_result.html", context)


def _answered(attempt: QuizAttempt) -> list[dict[str, Any]]:
    pairs = zip(attempt.questions["items"], attempt.answers, strict=True)
    return [
        {
            "text": question["text"],
            "own": question["options"][answer],
            "right": next((o for o in question["options"] if o["is_correct"]), None),
        }
        for question, answer in pairs
    ]
