"""What a certificate says, put together once, at issue, in both languages."""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models import CertificateTemplate
from certificates.queries.supplement import (
    confirmed_dative,
    details_of,
    levels_of,
    printed_levels,
)
from certificates.queries.terms import hours_text
from certificates.queries.words import LANGUAGES, both, words_as_given, words_of
from courses.models import Module, ModuleProgress, Programme
from people.latvian import nfc
from people.models import Person
from scheduling.models import Enrolment, TrainingGroup
from scheduling.queries import CreditedBlock

SCHEMA = 2


def take_snapshot(
    *,
    person: Person,
    programme: Programme,
    group: TrainingGroup,
    credited: list[CreditedBlock],
    issued_on: dt.date,
    kind: str,
    language: str,
    template: CertificateTemplate | None = None,
) -> dict[str, Any]:
    """Return everything the certificate states, as JSON; nothing in it refers to live rows.

    Without a template the words are those that come with the product.
    """
    details = details_of(person, programme)
    template = template or words_as_given(kind)
    facts: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": kind,
        "language": language,
        "issued_on": issued_on.isoformat(),
        "person": {
            "name": nfc(person.full_name),
            "given_name": nfc(person.given_name),
            "family_name": nfc(person.family_name),
            "dative": confirmed_dative(details, nfc(person.full_name)),
        },
        "municipality": _municipality(person, group),
        "programme": _programme(programme),
        "rule": {
            "share": _decimal(programme.min_hours_share),
            "hours_needed": _decimal(programme.hours_needed),
            "modules_needed": programme.min_modules,
        },
        "hours": _hours(credited, programme),
        "period": _period(credited),
        "groups": _groups(group, credited),
        "days": _days(credited),
        "modules": _modules(person, programme),
        "competences": printed_levels(
            levels_of(person, programme) if template.shows_competences else [],
            with_own=details.prints_self_assessment,
        ),
        "own_outcomes": _lines(details.outcomes),
        "issuer": both(lambda: _("Agency for International Programs for Youth")),
        "project": both(
            lambda: _("Development of the digital youth work system in municipalities")
        ),
        "funding": both(lambda: _("Funded by the European Union – NextGenerationEU")),
    }
    return facts | words_of(template, _values(facts))


def _values(facts: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return what each placeholder stands for, in both languages."""
    name, dative = facts["person"]["name"], facts["person"]["dative"]
    group, period = facts["groups"][0], facts["period"]
    dates = {key: both(partial(_date, period.get(key))) for key in ("first", "last")}
    return {
        "name": _pair(name, name),
        "name_dative": _pair(dative, name),
        "programme": facts["programme"]["title"],
        "hours": both(lambda: hours_text(Decimal(facts["hours"]["credited"]))),
        "planned_hours": both(lambda: hours_text(Decimal(facts["hours"]["planned"]))),
        "first_day": dates["first"],
        "last_day": dates["last"],
        "municipality": facts["municipality"] or _pair("", ""),
        "group": _pair(group["name"], group["name"]),
        "region": group["region"],
    }


def _date(text: str | None) -> str:
    return date_format(dt.date.fromisoformat(text)) if text else ""


def _decimal(value: Decimal) -> str:
    return f"{value:.2f}"


def _pair(latvian: str, english: str) -> dict[str, str]:
    return {"lv": latvian, "en": english}


def _municipality(person: Person, group: TrainingGroup) -> dict[str, str] | None:
    enrolment = (
        Enrolment.objects.seated()
        .filter(person=person, cohort=group.cohort_id)
        .select_related("municipality")
        .first()
    )
    if enrolment is None or enrolment.municipality is None:
        return None
    return _pair(enrolment.municipality.name, enrolment.municipality.name_en)


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "version": programme.version,
        "title": _pair(programme.title, programme.title_en),
        "form": _pair(programme.form, programme.form_en),
        "language": _pair(programme.language, programme.language_en),
        "outcomes": {
            "lv": _lines(programme.outcomes),
            "en": _lines(programme.outcomes_en),
        },
        "academic_hours": _decimal(programme.academic_hours),
    }


def _lines(text: str) -> list[str]:
    return [line.strip(" \t-–•*") for line in text.splitlines() if line.strip(" \t-–•*")]


def _hours(credited: list[CreditedBlock], programme: Programme) -> dict[str, str]:
    in_person = sum((b.hours for b in credited if b.block.day.mode == "in_person"), Decimal(0))
    total = sum((b.hours for b in credited), Decimal(0))
    return {
        "credited": _decimal(total),
        "in_person": _decimal(in_person),
        "online": _decimal(total - in_person),
        "planned": _decimal(programme.academic_hours),
    }


def _period(credited: list[CreditedBlock]) -> dict[str, str]:
    dates = sorted(b.session.date for b in credited)
    return {"first": dates[0].isoformat(), "last": dates[-1].isoformat()} if dates else {}


def _groups(group: TrainingGroup, credited: list[CreditedBlock]) -> list[dict[str, Any]]:
    """Return the person's own group first, then those where days were made up."""
    codes = sorted({b.group_code for b in credited} - {group.code, ""})
    others = TrainingGroup.objects.filter(cohort=group.cohort_id, code__in=codes)
    return [
        {
            "code": one.code,
            "name": one.name,
            "region": _pair(one.region.name, one.region.name_en),
        }
        for one in [group, *others.select_related("region").order_by("code")]
    ]


def _days(credited: list[CreditedBlock]) -> list[dict[str, Any]]:
    days: dict[str, dict[str, Any]] = {}
    for block in credited:
        day = block.block.day
        entry = days.setdefault(
            day.code,
            {
                "code": day.code,
                "mode": day.mode,
                "title": _pair(day.title, day.title_en),
                "dates": [],
                "groups": [],
                "hours": Decimal(0),
            },
        )
        entry["hours"] += block.hours
        for key, value in (("dates", block.session.date.isoformat()), ("groups", block.group_code)):
            if value and value not in entry[key]:
                entry[key].append(value)
    return [entry | {"hours": _decimal(entry["hours"])} for entry in days.values()]


def _modules(person: Person, programme: Programme) -> list[dict[str, Any]]:
    completed = {
        progress.module_id: progress
        for progress in ModuleProgress.objects.filter(
            person=person, module__programme=programme, completed_at__isnull=False
        ).select_related("edition")
    }
    modules = Module.objects.filter(programme=programme, pk__in=completed).prefetch_related(
        "pages__locale"
    )
    return [_module(module, completed[module.pk]) for module in modules]


def _module(module: Module, progress: ModuleProgress) -> dict[str, Any]:
    titles = {page.locale.language_code: page.title for page in module.pages.all()}
    any_title = titles.get("lv") or titles.get("en") or module.code
    completed_at = progress.completed_at
    return {
        "code": module.code,
        "title": {language: titles.get(language, any_title) for language in LANGUAGES},
        "hours": _decimal(module.academic_hours),
        "completed_on": timezone.localdate(completed_at).isoformat() if completed_at else "",
        "version": progress.edition.number if progress.edition else "",
        "revisions": progress.revisions,
    }
