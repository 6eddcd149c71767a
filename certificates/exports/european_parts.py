"""The small pieces of the European Learning Model: durations, listed words, the organisation."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import override

from certificates.models import Certificate

LANGUAGES = ("lv", "en")
ACADEMIC_HOUR = dt.timedelta(minutes=45)
VOCABULARY = "http://publications.europa.eu/resource/authority"

Node = dict[str, Any]


def duration(hours: Decimal) -> str:
    """Return academic hours as the time they last: an academic hour has 45 minutes."""
    seconds = int(hours * int(ACADEMIC_HOUR.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    whole, minutes = divmod(minutes, 60)
    parts = [(whole, "H"), (minutes, "M"), (seconds, "S")]
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """Return what is said in each language."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = say()
    return texts


def organisation(data: Node) -> Node:
    """Describe the agency. Its registration number is the seal's to say: nobody gave it to us."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_BASE_URL}/")
    country = concept(
        f"{VOCABULARY}/country/LVA",
        f"{VOCABULARY}/country",
        {"lv": "Latvija", "en": "Latvia"},
    )
    return {
        "id": f"urn:epass:org:{name}",
        "type": "Organisation",
        "legalName": data["issuer"],
        "homepage": {
            "id": f"urn:epass:webResource:{name}",
            "type": "WebResource",
            "contentURL": f"{settings.SITE_BASE_URL}/",
        },
        "location": {
            "id": f"urn:epass:location:{name}",
            "type": "Location",
            "address": {
                "id": f"urn:epass:address:{name}",
                "type": "Address",
                "countryCode": country,
            },
        },
    }


def language_node(code: str) -> Node:
    """Return a language of the EU's list."""
    labels = {
        "LAV": {"lv": "latviešu valoda", "en": "Latvian"},
        "ENG": {"lv": "angļu valoda", "en": "English"},
    }
    return concept(f"{VOCABULARY}/language/{code}", f"{VOCABULARY}/language", labels[code])


def concept(address: str, scheme: str, labels: dict[str, str]) -> Node:
    """Return a word of a list of the EU's."""
    return {
        "id": address,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": labels,
    }


def urn(certificate: Certificate, part: str) -> str:
    """Return the name of a part of the file, the same every time."""
    return f"urn:epass:{part}:{uuid_of(certificate, part)}"


def uuid_of(certificate: Certificate, part: str) -> uuid.UUID:
    """Return a number that a part of this certificate has and nothing else."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_BASE_URL}/{certificate.number}/{part}")
