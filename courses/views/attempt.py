"""Answering one try: question by question, and submitting it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.quiz import (
    AttemptOver,
    QuestionsUnanswered,
    save_answer,
    submit_attempt,
)
from courses.forms import AnswerForm
from courses.models import QuizAttempt
from courses.queries import asked, unanswered, url_of
from courses.views.module import page_or_404
from people.access import PersonRequest, permission_required

_LONGEST_NUMBER = 3


def attempt_or_404(address: str, pk: int) -> QuizAttempt:
    """Return the try at this module; the permission says whose it must be."""
    attempt = (
        QuizAttempt.objects.filter(pk=pk, module__address=address)
        .select_related("module__day")
        .first()
    )
    if attempt is None:
        raise Http404
    return attempt


def first_open_url(attempt: QuizAttempt) -> str:
    """Return the address of the first question that still needs an answer."""
    missing = unanswered(attempt)
    return question_url(attempt, missing[0] if missing else attempt.out_of)


def question_url(attempt: QuizAttempt, number: int) -> str:
    """Return the address of one question of the try."""
    url = reverse("courses:quiz_answer", args=[attempt.module.address, attempt.pk])
    return f"{url}?q={number}"


@permission_required("courses.answer_attempt", find=attempt_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_answer(request: PersonRequest, attempt: QuizAttempt) -> HttpResponse:
    """Show one question of a running try; keep its answer and go where the button says."""
    if attempt.submitted_at is not None:
        return _is_over(request, attempt)
    if request.method == "POST":
        number = _number(request.POST.get("q"), attempt.out_of)
        return _take(request, attempt, number) if number else redirect(first_open_url(attempt))
    number = _number(request.GET.get("q"), attempt.out_of) or 1
    return _show(request, attempt, number, _form(attempt, number))


def _form(attempt: QuizAttempt, number: int, data: Any = None) -> AnswerForm:
    question = asked(attempt)[number - 1]
    return AnswerForm(question, attempt.answers.get(question.id), data)


def _take(request: PersonRequest, attempt: QuizAttempt, number: int) -> HttpResponse:
    form = _form(attempt, number, request.POST)
    is_autosave = "autosave" in request.POST
    if not form.is_valid():
        if is_autosave:
            return JsonResponse({"saved": False, "message": _first_error(form)})
        return _show(request, attempt, number, form)
    try:
        attempt = _keep(request, attempt, form)
    except AttemptOver:
        return _is_over(request, attempt)
    if is_autosave:
        told = {"saved": True, "message": form.hint or _("Saved"), "seen": form.sent}
        return JsonResponse(told | {"answered": number not in unanswered(attempt)})
    return _go_on(request, attempt, number, form)


def _go_on(
    request: PersonRequest, attempt: QuizAttempt, number: int, form: AnswerForm
) -> HttpResponse:
    """Go where the button says, unless something has to be mended here first."""
    sentence = form.hint
    if request.POST.get("go") == "lock" and not attempt.answers.get(form.question.id):
        sentence = _("Choose one answer.")
    if sentence:
        messages.warning(request, sentence)
        return redirect(question_url(attempt, number))
    return redirect(_next(request, attempt, number))


def _keep(request: PersonRequest, attempt: QuizAttempt, form: AnswerForm) -> QuizAttempt:
    """Save the answer unless nothing was changed on the page: another tab may have answered."""
    lock = request.POST.get("go") == "lock"
    if not lock and request.POST.get("seen") == form.sent:
        return attempt
    return save_answer(attempt=attempt, question_id=form.question.id, answer=form.answer, lock=lock)


def _first_error(form: AnswerForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _number(text: str | None, most: int) -> int:
    """Return the number of a question, or 0 for what is none."""
    digits = text or ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return 0
    return int(digits) if int(digits) <= most else 0


def _next(request: PersonRequest, attempt: QuizAttempt, number: int) -> str:
    go = request.POST.get("go", "")
    if go == "check":
        return reverse("courses:quiz_submit", args=[attempt.module.address, attempt.pk])
    if go == "later":
        return reverse("courses:quiz", args=[attempt.module.address])
    return question_url(attempt, _number(go, attempt.out_of) or number)


def _is_over(request: PersonRequest, attempt: QuizAttempt) -> HttpResponse:
    sentence = _("This attempt is already submitted. Its answers can no longer be changed.")
    if "autosave" in request.POST:
        return JsonResponse({"saved": False, "message": sentence})
    if request.method == "POST":
        messages.info(request, sentence)
    return redirect("courses:quiz_result", address=attempt.module.address, pk=attempt.pk)


def _show(
    request: PersonRequest,
    attempt: QuizAttempt,
    number: int,
    form: AnswerForm,
) -> HttpResponse:
    missing = set(unanswered(attempt))
    context = {
        **_frame(attempt),
        "form": form,
        "question": form.question,
        "number": number,
        "total": attempt.out_of,
        "following": number + 1 if number < attempt.out_of else None,
        "previous": number - 1,
        "steps": [(n, n not in missing) for n in range(1, attempt.out_of + 1)],
    }
    return render(request, "courses/quiz_answer.html", context)


def _frame(attempt: QuizAttempt) -> dict[str, Any]:
    page = page_or_404(attempt.module)
    return {
        "attempt": attempt,
        "url": url_of(page),
        "page_title": page.title,
        "language": attempt.questions["language"],
    }


@permission_required("courses.answer_attempt", find=attempt_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_submit(request: PersonRequest, attempt: QuizAttempt) -> HttpResponse:
    """Name what is unanswered; a POST that knows of it submits the try and goes to its result."""
    if attempt.submitted_at is not None:
        return redirect("courses:quiz_result", address=attempt.module.address, pk=attempt.pk)
    missing = unanswered(attempt)
    if request.method == "POST":
        known = {_number(n, attempt.out_of) for n in request.POST.getlist("unanswered")}
        try:
            submit_attempt(attempt=attempt, confirmed=known, by=request.user)
        except QuestionsUnanswered as found:
            missing = found.numbers
        else:
            return redirect("courses:quiz_result", address=attempt.module.address, pk=attempt.pk)
    context = {
        **_frame(attempt),
        "missing": missing,
        "back": question_url(attempt, missing[0] if missing else attempt.out_of),
    }
    return render(request, "courses/quiz_submit.html", context)
