"""Whether a person is entitled to the certificate, condition by condition.

The page that informs, the preview that warns and the action that issues all ask here.
"""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.queries.ledger import Ledger, PersonFacts
from certificates.queries.outlook import Outlook
from certificates.queries.terms import (
    Condition,
    Eligibility,
    Hours,
    condition_label,
    date_text,
    hours_text,
)
from courses.models import Programme, ProgrammeBlock
from courses.queries import current_programme
from people.models import Person
from scheduling.models import Enrolment

MAX_MAKE_UPS = 3


def programme_of(person: Person) -> Programme | None:
    """Return the programme of the person's newest enrolment, else the one offered."""
    enrolment = (
        Enrolment.objects.active()
        .filter(person=person)
        .select_related("cohort__programme")
        .order_by("-cohort_id")
        .first()
    )
    return enrolment.cohort.programme if enrolment else current_programme()


def eligibility(person: Person, programme: Programme) -> Eligibility:
    """Answer every condition for one person."""
    return eligibility_of_many([person.pk], programme)[person.pk]


def eligibility_of_many(
    person_ids: Collection[int], programme: Programme
) -> dict[int, Eligibility]:
    """Answer every condition for each person, in a fixed number of queries."""
    ledger = Ledger(person_ids, programme)
    today = timezone.localdate()
    return {pk: _decide(ledger, ledger.facts(pk), today) for pk in person_ids}


def _decide(ledger: Ledger, facts: PersonFacts, today: dt.date) -> Eligibility:
    outlook = Outlook(ledger, facts, today)
    hours = Hours(
        done=facts.credited,
        possible=outlook.possible,
        needed=ledger.programme.hours_needed,
        total=ledger.programme.academic_hours,
    )
    conditions = [_place(ledger, facts), _hours(hours, outlook), _modules(ledger, facts)]
    if facts.credited:
        conditions.append(_sheets(facts))
    return Eligibility(hours=hours, conditions=conditions)


def _place(ledger: Ledger, facts: PersonFacts) -> Condition:
    seated = next((e for e in facts.enrolments if e.state in ("confirmed", "completed")), None)
    shown = seated or next(iter(facts.enrolments), None)
    if seated is not None:
        detail = _("Your place is confirmed. Group: %(group)s") % {"group": seated.group.name}
    elif shown is not None:
        detail = _("%(state)s. Group: %(group)s") % {
            "state": shown.get_state_display(),
            "group": shown.group.name,
        }
    else:
        detail = _("No place in any group yet.")
    return Condition(
        code="place",
        is_met=seated is not None,
        can_be_met=bool(facts.enrolments) or ledger.is_any_group_open,
        label=condition_label("place"),
        detail=detail,
        next_steps=() if shown else (_("Choose a group"),),
    )


def _hours(hours: Hours, outlook: Outlook) -> Condition:
    values = {
        "done": hours_text(hours.done),
        "total": hours_text(hours.total),
        "min": hours_text(hours.needed),
        "missing": hours_text(hours.missing),
    }
    detail = (
        _("%(done)s of %(total)s; at least %(min)s needed")
        if hours.is_met
        else _("%(done)s of %(total)s; at least %(min)s needed. Missing hours: %(missing)s")
    ) % values
    if outlook.lost and not hours.is_met:
        lost = ", ".join(_blocks_text(blocks, all_of_day) for blocks, all_of_day in outlook.lost)
        detail = _("%(detail)s. Not fully credited: %(blocks)s") % {
            "detail": detail,
            "blocks": lost,
        }
    return Condition(
        code="hours",
        is_met=hours.is_met,
        can_be_met=hours.can_be_met,
        label=condition_label("hours"),
        detail=detail,
        next_steps=() if hours.is_met else _steps_to_hours(hours, outlook),
    )


def _steps_to_hours(hours: Hours, outlook: Outlook) -> tuple[str, ...]:
    if not hours.can_be_met:
        return (
            _("The condition can no longer be met in this cohort. Ask JSPA about the next one."),
        )
    steps = [
        _("Attend %(day)s: %(date)s") % {"day": day.code, "date": date_text(one.session.date)}
        for day, one in outlook.own[:1]
    ]
    steps += [
        _("Make up %(blocks)s with group %(group)s: %(date)s. Free places: %(n)s")
        % {
            "blocks": _blocks_text(offer.blocks, offer.day_blocks),
            "group": ", ".join(offer.one.group_names),
            "date": date_text(offer.one.session.date),
            "n": offer.one.free_seats,
        }
        for offer in outlook.make_ups[:MAX_MAKE_UPS]
    ]
    if not steps and outlook.days_without_make_up:
        steps.append(_("No later group has this day. You will get an individual assignment."))
    return tuple(steps)


def _blocks_text(blocks: list[ProgrammeBlock], all_of_day: int) -> str:
    """Name a whole day by its code, half of it with the part: K2, K2 afternoon."""
    code = blocks[0].day.code
    if len(blocks) == all_of_day:
        return code
    words = {
        ProgrammeBlock.Part.MORNING: _("%(day)s morning"),
        ProgrammeBlock.Part.AFTERNOON: _("%(day)s afternoon"),
    }
    return ", ".join(words[ProgrammeBlock.Part(block.part)] % {"day": code} for block in blocks)


def _modules(ledger: Ledger, facts: PersonFacts) -> Condition:
    needed = ledger.programme.min_modules
    is_met = facts.module_count >= needed
    missing = [m.code for m in ledger.modules if m.pk not in facts.completed_modules]
    return Condition(
        code="modules",
        is_met=is_met,
        can_be_met=True,
        label=condition_label("modules"),
        detail=_("%(done)s of %(total)s; at least %(min)s needed")
        % {"done": facts.module_count, "total": len(ledger.modules), "min": needed},
        next_steps=()
        if is_met
        else (_("Not completed yet: %(modules)s") % {"modules": ", ".join(missing)},),
    )


def _sheets(facts: PersonFacts) -> Condition:
    open_days = ", ".join(
        _("%(day)s (%(date)s)") % {"day": session.day.code, "date": date_text(session.date)}
        for session in facts.unsettled
    )
    return Condition(
        code="sheets",
        is_met=not facts.unsettled,
        can_be_met=True,
        label=condition_label("sheets"),
        detail=_("The attendance sheet of this day is not closed yet, so the hours may change.")
        if facts.unsettled
        else _("The hours of every attended day are final."),
        next_steps=(_("Not closed yet: %(days)s") % {"days": open_days},)
        if facts.unsettled
        else (),
    )
