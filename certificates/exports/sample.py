"""A template's pages as pictures, printed for somebody invented."""

import base64
import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from certificates.exports.pdf import render_certificate
from certificates.exports.pictures import pictures_of
from certificates.models import Certificate, CertificateTemplate
from certificates.queries.codes import CODE_LENGTH
from certificates.queries.words import Pair, both, words_of
from cms.exports.press import CannotPrint

NAME, DATIVE = "Žanete Izdomātā-Paraugliepa", "Žanetei Izdomātajai-Paraugliepai"
NUMBER = "PARAUGS-0000-000000"
FIRST, LAST = dt.date(2024, 5, 6), dt.date(2024, 5, 10)


def sample_pictures(template: CertificateTemplate, language: str) -> list[str]:
    """Return the pages as data addresses of pictures; none where it cannot be printed."""
    try:
        pdf = render_certificate(_sample(template, language))
    except (CannotPrint, KeyError):  # an unknown placeholder: the form says so beside its field
        return []
    return [
        f"data:image/jpeg;base64,{base64.b64encode(page).decode()}" for page in pictures_of(pdf)
    ]


def _sample(template: CertificateTemplate, language: str) -> Certificate:
    programme = template.programme
    title = {"lv": programme.title, "en": programme.title_en}
    place = {"lv": "Paraugu novads", "en": "Sample municipality"}
    region = {"lv": "Vidzeme", "en": "Vidzeme"}
    hours = f"{programme.academic_hours:.2f}"
    facts: dict[str, Any] = {
        "issued_on": LAST.isoformat(),
        "person": {"name": NAME},
        "municipality": place,
        "programme": {
            "title": title,
            "version": programme.version,
            "form": {"lv": programme.form, "en": programme.form_en},
            "language": {"lv": programme.language, "en": programme.language_en},
            "outcomes": {
                "lv": programme.outcomes.splitlines(),
                "en": programme.outcomes_en.splitlines(),
            },
        },
        "hours": {"credited": hours, "planned": hours, "in_person": hours, "online": "0.00"},
        "period": {"first": FIRST.isoformat(), "last": LAST.isoformat()},
        "groups": [{"code": "VID-1", "name": "Vidzeme I", "region": region}],
        "days": [],
        "modules": [],
        "competences": [],
        "own_outcomes": [],
        "issuer": both(lambda: _("Agency for International Programs for Youth")),
        "project": both(
            lambda: _("Development of the digital youth work system in municipalities")
        ),
        "funding": both(lambda: _("Funded by the European Union – NextGenerationEU")),
    }
    values: dict[str, Pair] = {
        "name": {"lv": NAME, "en": NAME},
        "name_dative": {"lv": DATIVE, "en": NAME},
        "programme": title,
        "hours": {"lv": "40", "en": "40"},
        "planned_hours": {"lv": "40", "en": "40"},
        "first_day": {"lv": "2024. gada 6. maijs", "en": "6 May 2024"},
        "last_day": {"lv": "2024. gada 10. maijs", "en": "10 May 2024"},
        "municipality": place,
        "group": {"lv": "Vidzeme I", "en": "Vidzeme I"},
        "region": region,
    }
    return Certificate(
        kind=template.kind,
        language=language,
        number=NUMBER,
        verification_code="0" * CODE_LENGTH,
        snapshot=facts | words_of(template, values),
    )
