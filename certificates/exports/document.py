"""What is printed on a certificate, taken from its snapshot alone, in its own language."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from certificates.models import Certificate
from certificates.queries.codes import printed_code
from courses.models import Competence


@dataclass(frozen=True)
class PrintedDay:
    """A training day with what was credited on it."""

    code: str
    title: str
    is_online: bool
    dates: list[dt.date]
    groups: str
    hours: Decimal


@dataclass(frozen=True)
class PrintedModule:
    """A module with its version, hours and the day it was completed."""

    code: str
    title: str
    version: str
    hours: Decimal
    completed_on: dt.date | None


@dataclass(frozen=True)
class PrintedArea:
    """A competence area with the names of the levels reached; empty: nothing is claimed."""

    letter: str
    title: str
    text: str
    self_assessed: str
    confirmed: str


@dataclass(frozen=True)
class Document:
    """A certificate's words and figures, the same on paper and on screen."""

    language: str
    kind: str
    heading: str
    number: str
    replaces: str  # number of the certificate it stands in for
    code: str
    check_url: str
    qr_url: str
    name: str
    issued_on: dt.date
    first_day: dt.date | None
    last_day: dt.date | None
    hours: Decimal
    hours_in_person: Decimal
    hours_online: Decimal
    hours_planned: Decimal
    programme: str
    version: int
    form: str
    instruction: str
    municipality: str
    groups: str
    region: str
    issuer: str
    place: str
    project: str
    funding: str
    statement: str
    recognition: str
    signatory_name: str
    signatory_post: str
    outcomes: list[str]
    own_outcomes: list[str]
    competences: list[PrintedArea]
    days: list[PrintedDay]
    modules: list[PrintedModule]


def check_url(certificate: Certificate) -> str:
    """Return the public address that tells whether the certificate is valid."""
    path = reverse("verify", args=[certificate.verification_code])
    return f"{settings.SITE_BASE_URL}{path}"


def qr_url(certificate: Certificate) -> str:
    """Return that address with the signed statement behind it, which no browser sends on."""
    return "#".join(part for part in (check_url(certificate), certificate.statement) if part)


def document_of(certificate: Certificate, language: str = "") -> Document:
    """Read the snapshot in one of the certificate's languages; by default its first one."""
    data = certificate.snapshot
    language = language or first_language(certificate)

    def said(texts: dict[str, Any] | None) -> Any:
        return texts[language] if texts else ""

    hours, programme, period = data["hours"], data["programme"], data["period"]
    # Certificates from before templates existed have no switches: everything was printed.
    shows = data.get("shows", {})
    signatory = data.get("signatory", {})
    return Document(
        language=language,
        kind=certificate.kind,
        heading=said(data.get("heading")),
        number=certificate.number,
        replaces=data.get("replaces", ""),
        code=printed_code(certificate.verification_code),
        check_url=check_url(certificate),
        qr_url=qr_url(certificate),
        name=data["person"]["name"],
        issued_on=dt.date.fromisoformat(data["issued_on"]),
        first_day=_date(period.get("first")),
        last_day=_date(period.get("last")),
        hours=Decimal(hours["credited"]),
        hours_in_person=Decimal(hours["in_person"]),
        hours_online=Decimal(hours["online"]),
        hours_planned=Decimal(hours["planned"]),
        programme=said(programme["title"]),
        version=programme["version"],
        form=said(programme["form"]) if shows.get("form", True) else "",
        instruction=said(programme["language"]) if shows.get("form", True) else "",
        municipality=said(data["municipality"]) if shows.get("municipality", True) else "",
        groups=", ".join(group["name"] for group in data["groups"]),
        region=said(data["groups"][0]["region"]),
        issuer=said(data["issuer"]),
        place=said(data["place"]),
        project=said(data["project"]),
        funding=said(data["funding"]),
        statement=said(data["statement"]),
        recognition=said(data["recognition"]),
        signatory_name=signatory.get("name", ""),
        signatory_post=said(signatory.get("post")),
        outcomes=said(programme["outcomes"]) if shows.get("outcomes", True) else [],
        own_outcomes=data.get("own_outcomes", []),
        competences=[_area(area, language) for area in data.get("competences", [])],
        days=[_day(day, language) for day in data["days"]],
        modules=[_module(module, language) for module in data["modules"]],
    )


def first_language(certificate: Certificate) -> str:
    """Return the language of what has room for one: letters, lists, badges."""
    return languages_of(certificate)[0]


def languages_of(certificate: Certificate) -> tuple[str, ...]:
    """Return the languages a certificate is printed in."""
    if certificate.language == Certificate.Language.BOTH:
        return ("lv", "en")
    return (certificate.language,)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _area(data: dict[str, Any], language: str) -> PrintedArea:
    with override(language):
        names = {None: ""} | {level.value: str(level.label) for level in Competence.Level}
    return PrintedArea(
        letter=data["letter"],
        title=data["title"][language],
        text=data["text"].get(language, ""),
        self_assessed=names[data["self"]],
        confirmed=names[data["confirmed"]],
    )


def _day(data: dict[str, Any], language: str) -> PrintedDay:
    return PrintedDay(
        code=data["code"],
        title=data["title"][language],
        is_online=data["mode"] == "online",
        dates=[dt.date.fromisoformat(date) for date in data["dates"]],
        groups=", ".join(data["groups"]),
        hours=Decimal(data["hours"]),
    )


def _module(data: dict[str, Any], language: str) -> PrintedModule:
    return PrintedModule(
        code=data["code"],
        title=data["title"][language],
        # Certificates issued before modules had versions do not name them.
        version=data.get("version", ""),
        hours=Decimal(data["hours"]),
        completed_on=_date(data["completed_on"]),
    )
