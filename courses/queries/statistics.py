"""How the questions of the published banks fare: for editors, without persons.

Counted are submitted attempts in all languages and wordings: a question is known by its lasting
id. Nothing is said of a question that fewer than five people have been asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from courses.models import Module, ModulePage, QuizAttempt
from courses.queries.quiz import Question, quiz_of

LEAST_PEOPLE = 5
_TYPED = {"numeric", "short_text"}


@dataclass(frozen=True)
class ItemStatistics:
    """One question with how it was answered; figures are None where too few people were asked."""

    module: str
    number: int
    question: Question
    asked: int | None = None
    share_right: float | None = None
    discrimination: float | None = None
    attracts: str = ""
    attracted_share: float | None = None


@dataclass
class _Seen:
    """What the attempts say of one question."""

    people: set[int] = field(default_factory=set)
    right: list[bool] = field(default_factory=list)
    rest: list[float | None] = field(default_factory=list)
    wrong: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def item_statistics(
    attempts: QuerySet[QuizAttempt], module: Module | None = None
) -> list[ItemStatistics]:
    """Return the questions now published, of one module or of all; two queries."""
    seen: dict[tuple[int, str], _Seen] = defaultdict(_Seen)
    rows = attempts.order_by().values_list("module", "person", "score", "out_of", "marks")
    for module_id, person, score, out_of, marks in rows.iterator():
        for mark in marks:
            one = seen[module_id, mark["id"]]
            one.people.add(person)
            one.right.append(mark["right"])
            one.rest.append((score - mark["right"]) / (out_of - 1) if out_of > 1 else None)
            for wrong in mark["wrong"]:
                one.wrong[wrong].append(person)
    return [
        _figures(page.module.code, number, question, seen.get((page.module_id, question.id)))
        for page in _pages(module)
        for number, question in enumerate(quiz_of(page), 1)
    ]


def _pages(module: Module | None) -> list[ModulePage]:
    """Return one published page for each module, in the reader's language where there is one."""
    pages = ModulePage.objects.live().select_related("module", "locale")
    pages = pages.only("module", "locale", "quiz").order_by("module__position", "module")
    if module is not None:
        pages = pages.filter(module=module)
    found: dict[int, ModulePage] = {}
    for page in pages:
        if page.module_id not in found or page.locale.language_code == get_language():
            found[page.module_id] = page
    return list(found.values())


def _figures(module: str, number: int, question: Question, seen: _Seen | None) -> ItemStatistics:
    if seen is None or len(seen.people) < LEAST_PEOPLE:
        return ItemStatistics(module, number, question)
    wrong, times = _most_attractive(question, seen)
    return ItemStatistics(
        module,
        number,
        question,
        asked=len(seen.right),
        share_right=sum(seen.right) / len(seen.right),
        discrimination=point_biserial(seen.right, seen.rest),
        attracts=wrong,
        attracted_share=times / len(seen.right) if times else None,
    )


def point_biserial(right: Sequence[bool], rest: Sequence[float | None]) -> float | None:
    """Correlate having the question right with the share right of the attempt's other questions.

    r = (M₁ − M₀) / s · √(p · q); None where all or none have it right, or all rests are alike.
    """
    pairs = [(one, other) for one, other in zip(right, rest, strict=True) if other is not None]
    with_it = [other for one, other in pairs if one]
    without = [other for one, other in pairs if not one]
    if not with_it or not without:
        return None
    number = len(pairs)
    mean = sum(other for _one, other in pairs) / number
    spread = sqrt(sum((other - mean) ** 2 for _one, other in pairs) / number)
    if spread < 1e-9:  # noqa: PLR2004  # alike, but for rounding
        return None
    share = len(with_it) / number
    apart = sum(with_it) / len(with_it) - sum(without) / len(without)
    return apart / spread * sqrt(share * (1 - share))


def _most_attractive(question: Question, seen: _Seen) -> tuple[str, int]:
    """Return the wrong answer given most often; what one person alone typed stays theirs."""
    least = 2 if question.kind in _TYPED else 1
    known = {wrong: who for wrong, who in seen.wrong.items() if len(set(who)) >= least}
    if not known:
        return "", 0
    wrong = max(sorted(known), key=lambda key: len(known[key]))
    return _text_of(question, wrong), len(known[wrong])


def _text_of(question: Question, wrong: str) -> str:
    removed = gettext("(an answer that has been removed)")
    if question.kind in _TYPED:
        return wrong
    if question.kind == "matching":
        left, _sign, right = wrong.partition(">")
        lefts = {pair.key: pair.left for pair in question.pairs}
        rights = {pair.key: pair.right for pair in question.pairs}
        return f"{lefts.get(left, removed)} – {rights.get(right, removed)}"
    if question.kind == "ordering":
        texts = {item.key: item.text for item in question.items}
        return " → ".join(texts.get(key, removed) for key in wrong.split(">"))
    options = (*question.options, *question.follow_up_options)
    return next((option.text for option in options if option.key == wrong), removed)
