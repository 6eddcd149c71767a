"""The certificate as an Open Badges 3.0 credential, and who the issuer of badges is."""

import base64
import json
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from certificates.exports.document import check_url, first_language
from certificates.exports.proof import CREDENTIALS, OPEN_BADGES, key_identity, moment
from certificates.models import Certificate, StatementKey
from certificates.queries.status import place_in_list
from certificates.queries.terms import hours_text

_KINDS = {
    Certificate.Kind.COMPETENCE: "CertificateOfCompletion",
    # The specification's list of kinds has no word for it, and a way to add one.
    Certificate.Kind.ATTENDANCE: "ext:ConfirmationOfAttendance",
}


def open_badge(certificate: Certificate, issuer: str) -> dict[str, Any]:
    """Return the credential before it is signed, in the certificate's first language.

    It holds the name as printed and no other mark of the person. An e-mail address, even hashed,
    would make the file searchable for everybody who knows the address, the salt being in the same
    file, and would bind a certificate for life to a mailbox; who shows the badge is checked as
    with paper, by the name.
    """
    data, language = certificate.snapshot, first_language(certificate)
    with override(language):
        return {
            "@context": [CREDENTIALS, OPEN_BADGES],
            "id": f"{check_url(certificate)}#badge",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": data["programme"]["title"][language],
            "description": data["recognition"][language],
            "issuer": _issuer(issuer, data["issuer"][language]),
            "validFrom": moment(certificate.issued_at),
            "awardedDate": moment(certificate.issued_at),
            "credentialSubject": _subject(certificate, language),
            "evidence": [
                {
                    "id": check_url(certificate),
                    "type": ["Evidence"],
                    "name": _("Certificate check"),
                    "description": _("Certificate No. %(number)s") % {"number": certificate.number},
                }
            ],
            "credentialStatus": _status(certificate),
        }


def issuer_profile(keys: Iterable[StatementKey]) -> dict[str, Any]:
    """Return who issues badges and with which keys, old ones included: they are not in any badge.

    A badge is checked without our server, because its issuer is named by the key. That the key is
    the agency's is what this page says, and only over HTTPS from the agency's own address.
    """
    identities = [key_identity(_raw(key)) for key in keys]
    with override("lv"):
        name = _("Agency for International Programs for Youth")
    return {
        "@context": ["https://www.w3.org/ns/cid/v1", OPEN_BADGES],
        "id": issuer_address(),
        "type": "Profile",
        "name": name,
        "url": f"{settings.SITE_BASE_URL}/",
        "alsoKnownAs": identities,
        "verificationMethod": [_method(identity) for identity in identities],
        "assertionMethod": [_method(identity)["id"] for identity in identities],
    }


def issuer_address() -> str:
    """Return where the issuer of badges is described."""
    return settings.SITE_BASE_URL + reverse("badge_issuer")


def list_address(number: int) -> str:
    """Return where a list of withdrawn certificates stands."""
    return settings.SITE_BASE_URL + reverse("badge_status", args=[number])


def as_file(document: dict[str, Any]) -> bytes:
    """Return the bytes of a JSON file that people may open too."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _issuer(identity: str, name: str) -> dict[str, Any]:
    return {
        "id": identity,
        "type": ["Profile"],
        "name": name,
        "url": f"{settings.SITE_BASE_URL}/",
        "otherIdentifier": [
            {
                "type": "IdentifierEntry",
                "identifier": issuer_address(),
                "identifierType": "identifier",
            }
        ],
    }


def _subject(certificate: Certificate, language: str) -> dict[str, Any]:
    data = certificate.snapshot
    achievement = _achievement(certificate, language)
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": data["person"]["name"],
                "identityType": "name",
            }
        ],
        "licenseNumber": certificate.number,
        "achievement": achievement,
        "result": [
            {
                "type": ["Result"],
                "resultDescription": achievement["resultDescription"][0]["id"],
                "value": _plain(data["hours"]["credited"]),
            }
        ],
    }
    if period := data["period"]:
        # The dates proper are called moments by the specification and days by its context.
        subject["term"] = f"{period['first']}/{period['last']}"
    return subject


def _achievement(certificate: Certificate, language: str) -> dict[str, Any]:
    """Describe what is earned. Everybody with the same version and kind earned the same thing.

    Hours are a result and not ``creditsAvailable``: that field means credit points of a university.
    """
    data = certificate.snapshot
    programme = data["programme"]
    name = f"{issuer_address()}/{programme['code']}/{programme['version']}/{certificate.kind}"
    return {
        "id": _urn(name),
        "type": ["Achievement"],
        "achievementType": _KINDS[Certificate.Kind(certificate.kind)],
        "name": programme["title"][language],
        "description": "\n".join([programme["form"][language], *programme["outcomes"][language]]),
        "inLanguage": language,
        "humanCode": programme["code"],
        "version": str(programme["version"]),
        "criteria": {"narrative": _criteria(certificate)},
        "resultDescription": [
            {
                "id": _urn(f"{name}/hours"),
                "type": ["ResultDescription"],
                "name": _("Academic hours"),
                "resultType": "Result",
                "valueMin": "0",
                "valueMax": _plain(data["hours"]["planned"]),
            }
        ],
    }


def _criteria(certificate: Certificate) -> str:
    rule, planned = certificate.snapshot["rule"], certificate.snapshot["hours"]["planned"]
    if certificate.kind == Certificate.Kind.ATTENDANCE:
        return _(
            "Attendance is confirmed as credited. The badge does not say that the conditions"
            " of the certificate are met."
        )
    hours = _("At least %(needed)s of %(planned)s academic hours are credited.") % {
        "needed": hours_text(Decimal(rule["hours_needed"])),
        "planned": hours_text(Decimal(planned)),
    }
    count = rule["modules_needed"]
    if not count:
        return hours
    modules = ngettext(
        "At least %(n)d module is completed.", "At least %(n)d modules are completed.", count
    ) % {"n": count}
    return f"{hours} {modules}"


def _status(certificate: Certificate) -> dict[str, Any]:
    number, index = place_in_list(certificate.pk)
    address = list_address(number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def _plain(hours: str) -> str:
    return f"{Decimal(hours).normalize():f}"


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _raw(key: StatementKey) -> bytes:
    return base64.urlsafe_b64decode(key.public_key + "=")


def _method(identity: str) -> dict[str, str]:
    letters = identity.removeprefix("did:key:")
    return {
        "id": f"{identity}#{letters}",
        "type": "Multikey",
        "controller": identity,
        "publicKeyMultibase": letters,
    }
