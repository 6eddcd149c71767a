"""The hours of a block in one sentence: what was marked, the clock, the rule, the result."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Programme
from scheduling.models import AttendanceMark, SessionBlock, Standing
from scheduling.models.credit import attended_minutes, needs_time

Status = AttendanceMark.Status


def explain(
    block: SessionBlock, mark: AttendanceMark | None, hours: Decimal, programme: Programme
) -> str:
    """Say which rule led to the hours credited for the block, in the reader's language."""
    planned = block.block.academic_hours
    values = {"done": _plain(hours), "total": _plain(planned)}
    if hours > (mark.credited_hours if mark else 0):
        return _("Earned with another group: %(done)s of %(total)s hours.") % values
    if mark is None:
        return _("Unmarked is neither present nor absent: nothing is credited yet.")
    if mark.standing == Standing.CONTESTED:
        return _("Two marks contradict each other; nothing is credited until it is decided.")
    if needs_time(mark.status):
        return _by_the_clock(block, mark, programme, values)
    return {
        Status.PRESENT: _("Present for the whole block: %(done)s of %(total)s hours."),
        Status.MADE_UP: _("The absence is made up: %(done)s of %(total)s hours."),
        Status.EXCUSED: _("The absence is excused, but hours are credited only for presence."),
    }.get(Status(mark.status), _("Absent: no hours are credited.")) % values


def _by_the_clock(
    block: SessionBlock, mark: AttendanceMark, programme: Programme, values: dict[str, str]
) -> str:
    attended, whole = attended_minutes(block, mark.arrived_at, mark.left_at)
    times = []
    if mark.arrived_at:
        times.append(_("arrived %(time)s") % {"time": formats.time_format(mark.arrived_at)})
    if mark.left_at:
        times.append(_("left %(time)s") % {"time": formats.time_format(mark.left_at)})
    clock = ", ".join(times)
    values = values | {"clock": clock[:1].upper() + clock[1:]}
    if whole - attended <= programme.grace_minutes:
        grace = programme.grace_minutes
        return ngettext(
            "%(clock)s; missing %(n)d minute costs nothing: %(done)s of %(total)s hours.",
            "%(clock)s; missing up to %(n)d minutes costs nothing: %(done)s of %(total)s hours.",
            grace,
        ) % (values | {"n": grace})
    minutes = {"attended": max(attended, 0), "whole": whole, "step": _plain(programme.credit_step)}
    return _(
        "%(clock)s: %(attended)d of %(whole)d minutes, to the nearest %(step)s hours:"
        " %(done)s of %(total)s hours."
    ) % (values | minutes)


def _plain(hours: Decimal) -> str:
    return formats.number_format(Decimal(f"{hours.normalize():f}"), use_l10n=True)
