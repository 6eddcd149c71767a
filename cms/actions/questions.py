"""Readers asking at a paragraph, editors answering and hiding."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.models import GuidelineEdition, GuidelineParagraph, ParagraphQuestion
from cms.queries.editions import document_of
from people.actions.audit import record
from people.models import User

MOST_IN_AN_HOUR = 5
_HOUR = dt.timedelta(hours=1)


class TooManyQuestions(Exception):
    """The reader asked as often as is allowed in an hour; ``again_at`` says when to come back."""

    def __init__(self, again_at: dt.datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


class ParagraphGone(Exception):
    """The paragraph is not in the edition in force."""


class QuestionHidden(Exception):
    """The question was hidden; nobody answers it."""


@transaction.atomic
def ask_question(*, paragraph: GuidelineParagraph, text: str, by: User) -> ParagraphQuestion:
    """Put the reader's words at the paragraph as it stands in the newest edition."""
    User.objects.select_for_update().get(pk=by.pk)  # two requests at once are counted one by one
    recent = ParagraphQuestion.objects.filter(
        asked_by=by, asked_at__gt=timezone.now() - _HOUR
    ).order_by("-asked_at")[:MOST_IN_AN_HOUR]
    times = list(recent.values_list("asked_at", flat=True))
    if len(times) == MOST_IN_AN_HOUR:
        raise TooManyQuestions(times[-1] + _HOUR)
    edition = GuidelineEdition.objects.newest()
    if edition is None or paragraph.removed_in_id is not None:
        raise ParagraphGone
    question = ParagraphQuestion.objects.create(
        paragraph=paragraph, edition=edition, text=text, asked_by=by
    )
    record(
        actor=by,
        action="guideline_question_asked",
        subject=question,
        after={"paragraph": str(paragraph), "edition": edition.number},
    )
    return question


@transaction.atomic
def answer_question(
    *, question: ParagraphQuestion, answer: str, is_public: bool, by: User
) -> ParagraphQuestion:
    """Answer, or change the answer or who sees it; the asker is told when the words change."""
    question = ParagraphQuestion.objects.select_for_update().get(pk=question.pk)
    if question.hidden_at is not None:
        raise QuestionHidden
    before = {"answered": bool(question.answer), "public": question.is_public}
    is_news = question.answer != answer
    question.answer, question.is_public = answer, is_public
    question.answered_by, question.answered_at = by, timezone.now()
    question.save(update_fields=["answer", "is_public", "answered_by", "answered_at"])
    record(
        actor=by,
        action="guideline_question_answered",
        subject=question,
        before=before,
        after={"answered": True, "public": is_public},
    )
    if is_news:
        _tell_asker(question)
    return question


@transaction.atomic
def hide_question(*, question: ParagraphQuestion, reason: str, by: User) -> ParagraphQuestion:
    """Take the question away from everybody but the asker, who reads the reason."""
    question = ParagraphQuestion.objects.select_for_update().get(pk=question.pk)
    if question.hidden_at is not None:
        return question
    question.hidden_by, question.hidden_at, question.hidden_reason = by, timezone.now(), reason
    question.save(update_fields=["hidden_by", "hidden_at", "hidden_reason"])
    record(
        actor=by,
        action="guideline_question_hidden",
        subject=question,
        before={"public": question.is_public},
        after={"hidden": True},
        reason=reason,
    )
    return question


def _tell_asker(question: ParagraphQuestion) -> None:
    asker = question.asked_by
    email = asker.email or (asker.person.email if asker.person else "")
    if not email:
        return
    paragraph = question.paragraph
    with override(asker.preferred_language or settings.LANGUAGE_CODE):
        # The number is that of the edition the question was asked at.
        place = document_of(question.edition, paragraph.language).by_serial[paragraph.serial][1]
        address = settings.SITE_BASE_URL + reverse("cms:paragraph", args=[paragraph.serial])
        body = [
            _("Good day."),
            _("Your question about paragraph %(number)s of the guidelines has been answered.")
            % {"number": place.number},
            _("Question: %(text)s") % {"text": question.text},
            _("Answer: %(text)s") % {"text": question.answer},
            _("The paragraph with the answer: %(address)s") % {"address": address},
        ]
        subject = _("Answer to your question about the guidelines")
    send_mail(subject, "\n\n".join(body), None, [email])
