"""What keeps a question from being asked, in a sentence for its editor."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Module
from courses.queries.quiz import Option, Question
from people.latvian import nfc, search_key

_LEAST = 2


def problems(question: Question, outcomes: int | None = None) -> list[str]:
    """Return what is wrong with the question; nothing where it can be published."""
    found = list(_CHECKS[question.kind](question))
    if not question.text.strip():
        found.insert(0, _("Write the question."))
    if question.outcome < 1 or (outcomes is not None and question.outcome > outcomes):
        found.append(_("The page has no learning outcome with this number."))
    return found


def shortage(questions: int, module: Module | None) -> str:
    """Return what a bank of so many questions lacks for the module's rule; nothing if it is enough."""
    needed = max(module.quiz_draw or module.pass_mark, 1) if module else 1
    if questions >= needed or (questions == 0 and module is not None and not module.requires_quiz):
        return ""
    if questions == 0:
        return _("Add at least one question to the quiz before publishing.")
    return ngettext(
        "The module's rule needs %(n)d question, but the bank has fewer.",
        "The module's rule needs %(n)d questions, but the bank has fewer.",
        needed,
    ) % {"n": needed}


def _single(question: Question) -> Iterator[str]:
    yield from _one_correct(question.options)


def _one_correct(options: Sequence[Option]) -> Iterator[str]:
    yield from _written(options)
    if sum(option.is_correct for option in options) != 1:
        yield _("Mark exactly one answer of this question as correct.")


def _written(options: Sequence[Option]) -> Iterator[str]:
    if len(options) < _LEAST:
        yield _("A question needs at least two answers to choose from.")
    if not all(option.text.strip() and option.feedback.strip() for option in options):
        yield _("Every answer needs a text and a feedback.")
    if _repeats([option.text for option in options]):
        yield _("Two answers of this question are the same.")


def _repeats(texts: Sequence[str]) -> bool:
    return len({nfc(text) for text in texts}) < len(texts)


def _multiple(question: Question) -> Iterator[str]:
    yield from _written(question.options)
    correct = sum(option.is_correct for option in question.options)
    if correct == 0 or correct == len(question.options):
        yield _("Mark at least one answer as correct, but not all of them.")


def _true_false(question: Question) -> Iterator[str]:
    if not all(option.feedback.strip() for option in question.options):
        yield _no_feedback()


def _no_feedback() -> str:
    return _("Write the feedback that explains the right answer.")


def _explained(question: Question) -> Iterator[str]:
    if not question.feedback.strip():
        yield _no_feedback()


def _matching(question: Question) -> Iterator[str]:
    if len(question.pairs) < _LEAST:
        yield _("Matching needs at least two pairs.")
    if not all(pair.left.strip() and pair.right.strip() for pair in question.pairs):
        yield _("Every pair needs both sides.")
    lefts, rights = [p.left for p in question.pairs], [p.right for p in question.pairs]
    if _repeats(lefts) or _repeats(rights):
        yield _("Two pairs have the same left or right side, so more than one answer would fit.")
    yield from _explained(question)


def _ordering(question: Question) -> Iterator[str]:
    texts = [item.text for item in question.items]
    if len(texts) < _LEAST:
        yield _("Ordering needs at least two steps.")
    if not all(text.strip() for text in texts):
        yield _("Every step needs a text.")
    if _repeats(texts):
        yield _("Two steps are the same, so more than one order would fit.")
    yield from _explained(question)


def _numeric(question: Question) -> Iterator[str]:
    if not question.answer:
        yield _("Write the right number.")
    if Decimal(question.tolerance) < 0:
        yield _("The tolerance cannot be less than zero.")
    yield from _explained(question)


def _short_text(question: Question) -> Iterator[str]:
    if not any(search_key(text) for text in question.accepted):
        yield _("Write at least one answer that is accepted.")
    yield from _explained(question)


def _scenario(question: Question) -> Iterator[str]:
    if not question.situation.strip():
        yield _("Describe the situation.")
    if not question.follow_up.strip():
        yield _("Write the second question of the situation.")
    both = [*_one_correct(question.options), *_one_correct(question.follow_up_options)]
    yield from dict.fromkeys(both)


_CHECKS = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short_text": _short_text,
    "scenario": _scenario,
}
