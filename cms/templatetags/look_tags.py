"""Template tags of the look; available in every template without loading."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext_lazy

from cms.templatetags.states import shown

register = template.Library()

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)
_BELT_ROWS = 5
_CHART_WIDTH = 400


@cache
def icons() -> dict[str, SafeString]:
    """Every icon by name, read from the file once."""
    text = Path(str(finders.find("look/icons.svg"))).read_text(encoding="utf-8")
    start = '<svg class="i" viewBox="0 0 24 24" aria-hidden="true">'
    return {name: mark_safe(f"{start}{drawing}</svg>") for name, drawing in _SYMBOL.findall(text)}  # noqa: S308  # our own file


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of icons.svg in the text's colour; a word always stands beside it."""
    try:
        return icons()[name]
    except KeyError:
        message = f"There is no icon {name!r}; there are: {', '.join(icons())}"
        raise template.TemplateSyntaxError(message) from None


@register.simple_tag
def icon_symbols(*names: str) -> SafeString:
    """Hold icons for icon_again: a page of thirty rows spells each drawing once."""
    held = "".join(
        icon(name)
        .replace('<svg class="i"', f'<symbol id="i-{name}"')
        .replace("</svg>", "</symbol>")
        for name in names
    )
    return mark_safe(f"<svg hidden>{held}</svg>")  # noqa: S308  # our own file


@register.simple_tag
def icon_again(name: str) -> SafeString:
    """Draw an icon that icon_symbols holds on this page."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def icon_names() -> list[str]:
    """Name every icon, for the page that shows the components."""
    return list(icons())


@register.simple_tag
def state_tag(state: object, kind: str = "", word: str = "") -> SafeString:
    """Show a domain state as icon, word and colour; word replaces the usual word."""
    look = shown(state, kind)
    return format_html(
        '<span class="tag {}">{}{}</span>', look.tone, icon(look.icon), word or look.word
    )


@register.filter
def hours(value: Decimal | float | str | None) -> str:
    """Write a number of hours in the reader's language, without trailing zeros: 31,5."""
    if value is None or value == "":
        return ""
    plain = f"{Decimal(str(value)).normalize():f}"
    return formats.number_format(Decimal(plain), use_l10n=True)


@register.simple_tag
def academic_hours(value: Decimal | float | str) -> str:
    """Write hours with their unit; a fraction takes the form decimals have."""
    exact = Decimal(str(value))
    if exact == exact.to_integral_value():
        return ngettext("%(n)d academic hour", "%(n)d academic hours", int(exact)) % {
            "n": int(exact)
        }
    return gettext("%(hours)s academic hours") % {"hours": hours(exact)}


def _day(value: dt.date | dt.datetime) -> dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


# Django's own short names in Latvian have two letters; our style sheet writes these.
_SHORT_WEEKDAYS = [
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
]


@register.filter
def short_weekday(value: dt.date | dt.datetime | None) -> str:
    """Name the day of the week in short: Wed, trešd."""
    return str(_SHORT_WEEKDAYS[value.weekday()]) if value else ""


@register.filter
def weekday(value: dt.date | dt.datetime | None) -> str:
    """Name the day of the week: Wednesday, trešdiena."""
    return formats.date_format(_day(value), "l") if value else ""


@register.filter
def daterange(first: dt.date | dt.datetime | None, last: dt.date | dt.datetime | None) -> str:
    """Write two days as one range, naming month and year once: 8–10 May 2024."""
    days = sorted(_day(day) for day in (first, last) if day)
    if not days:
        return ""
    start, end = days[0], days[-1]
    if start == end:
        return formats.date_format(start)
    parts = {
        "day": start.day,
        "month": formats.date_format(start, "F"),
        "year": start.year,
        "to_day": end.day,
        "to_month": formats.date_format(end, "F"),
        "to_year": end.year,
    }
    if start.year != end.year:
        pattern = gettext("%(day)s %(month)s %(year)s – %(to_day)s %(to_month)s %(to_year)s")
    elif start.month != end.month:
        pattern = gettext("%(day)s %(month)s – %(to_day)s %(to_month)s %(year)s")
    else:
        pattern = gettext("%(day)s–%(to_day)s %(month)s %(year)s")
    return pattern % parts


def _belt_area(columns: int, stitches: int) -> str:
    full, rest = divmod(stitches, _BELT_ROWS)
    area = f"M0 0h{full * 10}v{_BELT_ROWS * 10}H0z" if full else ""
    if rest:
        area += f"M{full * 10} 0h10v{rest * 10}h-10z"
    return area


@register.inclusion_tag("components/belt.html", takes_context=True)
def belt(context: Context, number: int, target: int) -> dict[str, Any]:
    """Draw the counter as a belt: one stitch a person; it is full at the target."""
    columns = max(math.ceil(target / _BELT_ROWS), 2)
    woven, half = min(number, target), math.ceil(columns / 2)
    drawn_before = context.render_context.get("belt_patterns", False)
    context.render_context["belt_patterns"] = True
    upper = min(woven, half * _BELT_ROWS)
    return {
        "with_patterns": not drawn_before,
        "number": woven,
        "target": target,
        "rest": target - woven,
        "width": columns * 10,
        "half": half * 10,
        "woven": _belt_area(columns, woven),
        "upper": _belt_area(half, upper),
        "lower": _belt_area(half, woven - upper),
    }


def _read(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


@register.inclusion_tag("components/region_chart.html")
def region_chart(rows: Iterable[Any], title: str = "") -> dict[str, Any]:
    """Draw one bar per row (label, value, target) with its numbers written beside it."""
    values = [(str(_read(r, "label")), _read(r, "value"), _read(r, "target")) for r in rows]
    longest = max((max(value, target or 0) for _, value, target in values), default=0) or 1
    bars = [
        {
            "label": label,
            "value": value,
            "target": target,
            "width": round(value / longest * _CHART_WIDTH),
            "rest": round((target or 0) / longest * _CHART_WIDTH),
            "text_y": 14 + 42 * place,
            "bar_y": 20 + 42 * place,
        }
        for place, (label, value, target) in enumerate(values)
    ]
    said = [_in_words(label, value, target) for label, value, target in values]
    return {
        "bars": bars,
        "height": max(42 * len(bars) - 4, 1),
        "sentence": f"{title}: {'; '.join(said)}" if title else "; ".join(said),
    }


def _in_words(label: str, value: int, target: int | None) -> str:
    if target:
        words = gettext("%(label)s: %(value)s of %(target)s")
        return words % {"label": label, "value": value, "target": target}
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


@register.inclusion_tag("components/pages.html", takes_context=True)
def paginate(context: Context, page: Page) -> dict[str, Any]:
    """Link the pages of a long list; the other parts of the query stay."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    request = context.get("request")
    query = request.GET if request else QueryDict()
    return {"query": query, "page": page, "numbers": list(pages)}
