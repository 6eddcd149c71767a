"""The certificate in the European Learning Model (version 3), to be sealed with an e-seal.

Europass takes only what carries an advanced or qualified electronic seal of the issuer, and the
key of such a seal is never in this product: what leaves here is unsealed, which its file name and
the page say, and not the file itself, for that would be sealed with it. The one thing the model
asks for that is missing, the issuer's identifier under eIDAS, comes from the seal's certificate:
the Commission's issuing tool writes it in, with the moment of sealing.
"""

import base64
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.exports.document import check_url, first_language
from certificates.exports.european_parts import (
    LANGUAGES,
    VOCABULARY,
    Node,
    concept,
    duration,
    in_both,
    language_node,
    organisation,
    urn,
    uuid_of,
)
from certificates.exports.proof import moment
from certificates.models import Certificate
from certificates.queries.terms import hours_text

_PROFILES = "http://data.europa.eu/snb/credential"
_ENCODINGS = "http://data.europa.eu/snb/encoding"


def european_credential(certificate: Certificate, pictures: list[bytes]) -> Node:
    """Return the European Digital Credential in both languages; of the person it has the name.

    The pictures (JPEG) are the pages as they were printed, which viewers show first.
    """
    data, language = certificate.snapshot, first_language(certificate)
    issuer = organisation(data)
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "http://data.europa.eu/snb/model/context/edc-ap",
        ],
        "id": f"urn:credential:{uuid_of(certificate, 'credential')}",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": concept(
            f"{_PROFILES}/e34929035b", f"{_PROFILES}/25831c2", {"en": "Generic"}
        ),
        "credentialSchema": {
            "id": "http://data.europa.eu/snb/model/ap/edc-generic-full",
            "type": "ShaclValidator2017",
        },
        "identifier": {
            "id": urn(certificate, "identifier"),
            "type": "Identifier",
            "notation": certificate.number,
            "schemeName": "Certificate number",
        },
        "displayParameter": _display(certificate, pictures),
        "issuer": issuer,
        "issuanceDate": moment(certificate.issued_at),
        "issued": moment(certificate.issued_at),
        "validFrom": moment(certificate.issued_at),
        "credentialSubject": {
            "id": urn(certificate, "person"),
            "type": "Person",
            # A name is not translated; the model wants it once, in some language.
            "fullName": {language: data["person"]["name"]},
            "givenName": {language: data["person"]["given_name"]},
            "familyName": {language: data["person"]["family_name"]},
            "hasClaim": _claim(certificate, issuer),
        },
    }


def _display(certificate: Certificate, pictures: list[bytes]) -> Node:
    languages = {"lv": language_node("LAV"), "en": language_node("ENG")}
    first = languages[first_language(certificate)]
    display: Node = {
        "id": urn(certificate, "display"),
        "type": "DisplayParameter",
        "title": _kind(certificate),
        "description": certificate.snapshot["programme"]["title"],
        "primaryLanguage": first,
        "language": [languages["lv"], languages["en"]],
    }
    if pictures:
        display["individualDisplay"] = {
            "id": urn(certificate, "individual-display"),
            "type": "IndividualDisplay",
            "language": first,
            "displayDetail": [
                _page(certificate, n, picture) for n, picture in enumerate(pictures, start=1)
            ],
        }
    return display


def _page(certificate: Certificate, number: int, picture: bytes) -> Node:
    return {
        "id": urn(certificate, f"page-{number}"),
        "type": "DisplayDetail",
        "page": number,
        "image": {
            "id": urn(certificate, f"picture-{number}"),
            "type": "MediaObject",
            "content": base64.b64encode(picture).decode(),
            "contentEncoding": concept(
                f"{_ENCODINGS}/6146cde7dd", f"{_ENCODINGS}/25831c2", {"en": "base64"}
            ),
            "contentType": concept(
                f"{VOCABULARY}/file-type/JPEG", f"{VOCABULARY}/file-type", {"en": "JPEG"}
            ),
        },
    }


def _kind(certificate: Certificate) -> dict[str, str]:
    if certificate.kind == Certificate.Kind.COMPETENCE:
        return in_both(lambda: _("Certificate"))
    return in_both(lambda: capfirst(_("confirmation of attendance")))


def _claim(certificate: Certificate, issuer: Node) -> Node:
    """Say what was learned where the conditions were met; else only what was attended."""
    activity = _activity(certificate, issuer)
    if certificate.kind == Certificate.Kind.ATTENDANCE:
        return activity | _notes(certificate)
    data = certificate.snapshot
    return {
        "id": urn(certificate, "achievement"),
        "type": "LearningAchievement",
        "title": data["programme"]["title"],
        "awardedBy": activity["awardedBy"],
        "influencedBy": activity,
        "specifiedBy": {
            "id": urn(certificate, "achievement-specification"),
            "type": "LearningAchievementSpecification",
            "title": data["programme"]["title"],
            "volumeOfLearning": duration(Decimal(data["hours"]["planned"])),
            "learningOutcome": _outcomes(certificate),
        },
        **_notes(certificate),
    }


def _activity(certificate: Certificate, issuer: Node) -> Node:
    data = certificate.snapshot
    activity = {
        "id": urn(certificate, "activity"),
        "type": "LearningActivity",
        "title": data["programme"]["title"],
        "description": data["programme"]["form"],
        "workload": duration(Decimal(data["hours"]["credited"])),
        "directedBy": issuer,
        "awardedBy": {
            "id": urn(certificate, "award"),
            "type": "AwardingProcess",
            "awardingBody": issuer,
            "awardingDate": moment(certificate.issued_at),
        },
        "specifiedBy": {
            "id": urn(certificate, "activity-specification"),
            "type": "LearningActivitySpecification",
            "title": data["programme"]["title"],
            "volumeOfLearning": duration(Decimal(data["hours"]["planned"])),
        },
    }
    if period := data["period"]:
        activity["temporal"] = {
            "id": urn(certificate, "period"),
            "type": "PeriodOfTime",
            "startDate": f"{period['first']}T00:00:00Z",
            "endDate": f"{period['last']}T23:59:59Z",
        }
    return activity


def _outcomes(certificate: Certificate) -> list[Node]:
    said = certificate.snapshot["programme"]["outcomes"]
    if len(said["lv"]) == len(said["en"]):
        pairs = [{"lv": lv, "en": en} for lv, en in zip(said["lv"], said["en"], strict=True)]
    else:  # nobody can tell which says the same as which
        pairs = [{language: one} for language in LANGUAGES for one in said[language]]
    return [
        {"id": urn(certificate, f"outcome-{n}"), "type": "LearningOutcome", "title": title}
        for n, title in enumerate(pairs, start=1)
    ]


def _notes(certificate: Certificate) -> Node:
    data = certificate.snapshot
    hours = Decimal(data["hours"]["credited"])
    volume = in_both(
        lambda: (
            _("Credited academic hours (45 minutes each): %(hours)s") % {"hours": hours_text(hours)}
        )
    )
    notes = [volume, data["recognition"], data["funding"]]
    return {
        "additionalNote": [
            {"id": urn(certificate, f"note-{n}"), "type": "Note", "noteLiteral": texts}
            for n, texts in enumerate(notes, start=1)
        ],
        "supplementaryDocument": {
            "id": urn(certificate, "check"),
            "type": "WebResource",
            "title": in_both(lambda: _("Certificate check")),
            "contentURL": check_url(certificate),
        },
    }
