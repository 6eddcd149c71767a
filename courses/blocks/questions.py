"""The question bank of a module: one block for each kind of question.

Wagtail gives each question and each answer a lasting id; results and statistics hang on it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from cms.blocks.base import Several


class OptionBlock(blocks.StructBlock):
    """A possible answer with the feedback its chooser reads."""

    text = blocks.TextBlock(label=_("Answer"), rows=2)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = _("Answer")
        icon = "radio-empty"


def _options(label: Any) -> Several:
    return Several(OptionBlock(), label=label, min_num=2, max_num=8)


class QuestionBlock(blocks.StructBlock):
    """What every question has."""

    text = blocks.TextBlock(label=_("Question"), rows=2)
    outcome = blocks.IntegerBlock(
        label=_("Learning outcome"),
        min_value=1,
        default=1,
        help_text=_("Number of the outcome it tests, counted as listed on the page."),
    )


class SingleBlock(QuestionBlock):
    """Exactly one answer is correct."""

    options = _options(_("Answers"))

    class Meta:
        label = _("One correct answer")
        icon = "radio-full"


class MultipleBlock(QuestionBlock):
    """One or more answers are correct, never all."""

    options = _options(_("Answers"))

    class Meta:
        label = _("Several correct answers")
        icon = "list-ul"


class TrueFalseBlock(QuestionBlock):
    """A statement to be judged."""

    answer = blocks.BooleanBlock(label=_("The statement is true"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = _("True or false")
        icon = "check"


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.TextBlock(label=_("Left"), rows=1)
    right = blocks.TextBlock(label=pgettext_lazy("pair", "Right"), rows=1)

    class Meta:
        label = _("Pair")
        icon = "link"


class MatchingBlock(QuestionBlock):
    """Left sides to be joined with right sides."""

    pairs = Several(PairBlock(), label=_("Pairs"), min_num=2, max_num=8)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = _("Matching")
        icon = "link"


class OrderingBlock(QuestionBlock):
    """Things to be put in order; entered in the right one."""

    items = Several(
        blocks.TextBlock(label=_("Step"), rows=1),
        label=_("In the right order"),
        min_num=2,
        max_num=8,
    )
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = _("Ordering")
        icon = "list-ol"


class NumericBlock(QuestionBlock):
    """A number to be calculated."""

    answer = blocks.DecimalBlock(label=_("Right number"), max_digits=20, decimal_places=6)
    tolerance = blocks.DecimalBlock(
        label=_("Tolerance"),
        min_value=0,
        default=0,
        max_digits=20,
        decimal_places=6,
        help_text=_("How far an answer may be off and still count; 0 for none."),
    )
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = pgettext_lazy("kind of question", "Number")
        icon = "decimal"


class ShortTextBlock(QuestionBlock):
    """A word or a short phrase; letter case and diacritics do not matter."""

    accepted = Several(
        blocks.CharBlock(label=_("Accepted answer"), max_length=100),
        label=_("Accepted answers"),
        min_num=1,
        max_num=20,
    )
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        label = _("Short text")
        icon = "pilcrow"


class ScenarioBlock(blocks.StructBlock):
    """A situation, a decision in it, and a question that follows."""

    situation = blocks.TextBlock(label=_("Situation"), rows=4)
    text = blocks.TextBlock(label=_("Question"), rows=2)
    outcome = QuestionBlock.base_blocks["outcome"]
    options = _options(_("Answers"))
    follow_up = blocks.TextBlock(
        label=_("What happens next, and the second question"),
        rows=3,
        help_text=_("Shown after the first answer is confirmed, whatever it was."),
    )
    follow_up_options = _options(_("Answers to the second question"))

    class Meta:
        label = _("Situation with a follow-up")
        icon = "comment"


class QuestionBank(blocks.StreamBlock):
    """The questions of a module."""

    single = SingleBlock()
    multiple = MultipleBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    numeric = NumericBlock()
    short_text = ShortTextBlock()
    scenario = ScenarioBlock()
