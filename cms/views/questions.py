"""A paragraph at its lasting address, what readers ask about it, and what editors answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.actions.questions import (
    ParagraphGone,
    QuestionHidden,
    TooManyQuestions,
    answer_question,
    ask_question,
    hide_question,
)
from cms.forms import AnswerForm, AskForm, HideForm
from cms.models import GuidelineEdition, ParagraphQuestion
from cms.queries.editions import document_of
from cms.queries.questions import (
    ALL,
    OPEN,
    ParagraphPlace,
    find_paragraph,
    placed,
    questions_for_editors,
)
from cms.queries.reading import current_links
from people.access import PersonRequest, permission_required, public, signed_in

_PAGE = 25


def _find_place(serial: int) -> ParagraphPlace:
    place = find_paragraph(serial)
    if place is None:
        raise Http404
    return place


def _find_question(pk: int) -> ParagraphQuestion:
    question = (
        ParagraphQuestion.objects.select_related("paragraph", "asked_by__person", "answered_by")
        .filter(pk=pk)
        .first()
    )
    if question is None:
        raise Http404
    return question


@public
@require_GET
def paragraph(request: HttpRequest, serial: int) -> HttpResponse:
    """Show a paragraph, whatever became of it, with the questions the reader may read."""
    return _paragraph_page(request, _find_place(serial), AskForm())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest, serial: int) -> HttpResponse:
    """Keep a reader's question at the paragraph."""
    place = _find_place(serial)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_question(paragraph=place.row, text=form.cleaned_data["text"], by=request.user)
        except TooManyQuestions as fault:
            again = time_format(timezone.localtime(fault.again_at))
            form.add_error(
                "text",
                _(
                    "You have asked several questions within an hour. You can ask the next one "
                    "after %(time)s. Copy your text, so that it is not lost."
                )
                % {"time": again},
            )
        except ParagraphGone:
            form.add_error("text", _("This paragraph is no longer in the guidelines."))
        else:
            messages.success(
                request, _("The question has been sent. The answer will come by e-mail and here.")
            )
            return redirect("cms:paragraph", serial)
    return _paragraph_page(request, place, form)


def _paragraph_page(request: HttpRequest, place: ParagraphPlace, form: AskForm) -> HttpResponse:
    questions = ParagraphQuestion.objects.shown_to(request.user).select_related("paragraph")
    context = {
        "place": place,
        "url": _address(place),
        "questions": placed(questions.filter(paragraph=place.row)),
        "form": form,
    }
    return render(request, "cms/paragraph.html", context)


def _address(place: ParagraphPlace) -> str:
    """Return where the paragraph is read: in the chapter in force, or in the last one with it."""
    language, chapter = place.row.language, place.chapter
    links = (
        [] if place.is_removed else current_links(document_of(place.edition, language), language)
    )
    with override(language):  # its own language, whatever that of this page
        lasting = reverse("cms:edition_chapter", args=[place.edition.number, chapter.number])
    url = next((one.url for one in links if one.chapter.key == chapter.key), lasting)
    return f"{url}{'?easy=1' if place.is_easy else ''}#{place.paragraph.anchor}"


@permission_required("cms.answer_questions")
@require_GET
def question_list(request: PersonRequest) -> HttpResponse:
    """List the questions that wait for an answer, or all."""
    which = ALL if request.GET.get("show") == ALL else OPEN
    page = Paginator(questions_for_editors(which), _PAGE).get_page(request.GET.get("page"))
    context = {"questions": placed(page.object_list), "list_page": page, "which": which}
    return render(request, "cms/question_list.html", context)


@permission_required("cms.answer_questions", find=_find_question)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, question: ParagraphQuestion) -> HttpResponse:
    """Answer a question, or change the answer."""
    initial = {"answer": question.answer, "is_public": question.is_public}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            answer_question(question=question, by=request.user, **form.cleaned_data)
        except QuestionHidden:
            form.add_error(None, _("The question is hidden. It cannot be answered."))
        else:
            messages.success(request, _("The answer is saved and the asker is told by e-mail."))
            return redirect("cms:question_list")
    return _answer_page(request, question, form, HideForm())


@permission_required("cms.answer_questions", find=_find_question)
@require_POST
def hide(request: PersonRequest, question: ParagraphQuestion) -> HttpResponse:
    """Hide a question with a reason that the asker reads."""
    form = HideForm(request.POST)
    if form.is_valid():
        hide_question(question=question, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The question is hidden. The asker sees the reason."))
        return redirect("cms:question_list")
    initial = {"answer": question.answer, "is_public": question.is_public}
    return _answer_page(request, question, AnswerForm(initial=initial), form)


def _answer_page(
    request: HttpRequest, question: ParagraphQuestion, form: AnswerForm, hide_form: HideForm
) -> HttpResponse:
    newest = GuidelineEdition.objects.newest()
    current = document_of(newest, question.paragraph.language).by_serial
    context = {
        "placed": placed([question])[0],
        "now": current.get(question.paragraph.serial, (None, None))[1],
        "form": form,
        "hide_form": hide_form,
    }
    return render(request, "cms/answer.html", context)
