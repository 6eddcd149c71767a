"""The tool card: what to know of a tool before young people use it."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.base import PRACTICE, CheckedBlock, Problems, titled


def _facts(label: Any, help_text: Any = "") -> blocks.TextBlock:
    return blocks.TextBlock(label=label, help_text=help_text, max_length=600, rows=2)


class ToolCardBlock(CheckedBlock):
    """One tool with its conditions and the day they were checked."""

    name = titled(_("Tool"), 120)
    purpose = _facts(_("Purpose"))
    age_limit = _facts(_("Age limit"))
    personal_data = _facts(_("Personal data"), _("What data the tool needs and where they go."))
    cost = _facts(_("Cost"))
    access = _facts(_("Access"), _("Device, account, language, accessibility."))
    fallback = _facts(_("Without it"), _("What to do if the tool cannot be used."))
    checked_on = blocks.DateBlock(
        label=_("Last checked"), help_text=_("The day somebody last checked these facts.")
    )

    class Meta:
        label = _("Tool card")
        icon = "cogs"
        group = PRACTICE
        template = "cms/blocks/tool_card.html"
        description = _("What to know of a tool before young people use it.")

    def problems(self, value: Any) -> Problems:
        """Refuse a day that has not come yet."""
        checked_on: dt.date = value["checked_on"]
        if checked_on > timezone.localdate():
            return {"checked_on": _("The day of the check cannot be in the future.")}
        return {}
