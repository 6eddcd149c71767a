"""Exercises in place: sorting and matching. Nothing is stored and nothing depends on them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.base import PRACTICE, CheckedBlock, Problems, Several, titled
from people.latvian import sort_key

_ENTRIES, _LONGEST = 16, 200


class SortingValue(blocks.StructValue):
    """A sorting exercise as it is drawn."""

    @property
    def choices(self) -> list[str]:
        """The groups to choose from."""
        return [group["name"] for group in self["groups"]]

    @property
    def tasks(self) -> list[tuple[str, str]]:
        """Each entry with its group, in alphabetical order, which gives nothing away."""
        pairs = [(entry, group["name"]) for group in self["groups"] for entry in group["entries"]]
        return sorted(pairs, key=lambda pair: sort_key(pair[0]))


class MatchingValue(blocks.StructValue):
    """A matching exercise as it is drawn."""

    @property
    def choices(self) -> list[str]:
        """The right sides in alphabetical order, which gives nothing away."""
        return sorted((pair["right"] for pair in self["pairs"]), key=sort_key)

    @property
    def tasks(self) -> list[tuple[str, str]]:
        """Each left side with the right one it belongs to."""
        return [(pair["left"], pair["right"]) for pair in self["pairs"]]


class ExerciseBlock(CheckedBlock):
    """What both exercises have in common."""

    title = titled(_("Title"))
    instruction = blocks.TextBlock(label=_("Instruction"), max_length=600, rows=2)

    def different(self, *columns: list[str]) -> bool:
        """Tell whether no text occurs twice within any of the columns."""
        return all(len({text.strip().casefold() for text in c}) == len(c) for c in columns)


class GroupBlock(blocks.StructBlock):
    """A group with the entries that belong to it."""

    name = titled(_("Name of the group"), 120)
    entries = Several(titled(_("Entry"), _LONGEST), label=_("Entries"), min_num=1, max_num=8)

    class Meta:
        icon = "folder-open-inverse"


class SortingBlock(ExerciseBlock):
    """Entries to be sorted into groups."""

    groups = Several(GroupBlock(label=_("Group")), label=_("Groups"), min_num=2, max_num=4)
    explanation = blocks.TextBlock(
        label=_("Explanation"),
        help_text=_("Read together with the right answers."),
        max_length=1000,
        rows=3,
    )

    class Meta:
        label = _("Exercise: sort")
        icon = "bars"
        group = PRACTICE
        template = "cms/blocks/exercise.html"
        value_class = SortingValue
        description = _("The reader sorts entries into groups and checks the answer at once.")

    def problems(self, value: Any) -> Problems:
        """Refuse equal groups or entries, which cannot be told apart, and too many of them."""
        entries = [entry for entry, _name in value.tasks]
        if not self.different(entries, value.choices):
            return {"groups": _("All groups and all entries must differ from each other.")}
        if len(entries) > _ENTRIES:
            return {"groups": _("An exercise may have at most 16 entries.")}
        return {}


class PairBlock(blocks.StructBlock):
    """Two sides that belong together."""

    left = titled(_("Left side"), _LONGEST)
    right = titled(_("Right side"), _LONGEST)

    class Meta:
        icon = "link"


class MatchingBlock(ExerciseBlock):
    """Left sides to be joined with right sides."""

    pairs = Several(PairBlock(label=_("Pair")), label=_("Pairs"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(
        label=_("Explanation"),
        help_text=_("Read together with the right answers."),
        max_length=1000,
        rows=3,
    )

    class Meta:
        label = _("Exercise: match")
        icon = "link"
        group = PRACTICE
        template = "cms/blocks/exercise.html"
        value_class = MatchingValue
        description = _("The reader joins pairs and checks the answer at once.")

    def problems(self, value: Any) -> Problems:
        """Refuse equal sides: two pairs would both be right."""
        lefts, rights = zip(*value.tasks, strict=True)
        if not self.different(list(lefts), list(rights)):
            return {"pairs": _("All left sides and all right sides must differ from each other.")}
        return {}
