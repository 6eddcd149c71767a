"""Letters about a certificate: it is ready, replaced or revoked."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.exports.document import first_language
from certificates.models import Certificate


def tell(certificate: Certificate) -> None:
    """Write to the person that the certificate is ready, or stands in for an earlier one."""
    if certificate.snapshot.get("replaces"):
        write_of_replacement(certificate)
    else:
        write_of_issue(certificate)


def write_of_issue(certificate: Certificate) -> None:
    """Say, in the language of the certificate, that it is ready."""
    if not certificate.person.email:
        return
    language = first_language(certificate)
    with override(language):
        context: dict[str, Any] = {
            "snapshot": certificate.snapshot,
            "number": certificate.number,
            "issuer": certificate.snapshot["issuer"][language],
            "funding": certificate.snapshot["funding"][language],
            "link": settings.SITE_BASE_URL + reverse("certificates:eligibility"),
        }
        EmailMessage(
            subject=_("Your certificate is ready"),
            body=render_to_string("certificates/mail/issued.txt", context),
            to=[certificate.person.email],
        ).send()


def write_of_replacement(new: Certificate) -> None:
    """Say that the earlier certificate is no longer valid, and where the new one is."""
    with override(new.person.letter_language):
        _send(
            new,
            _("Certificate replaced"),
            [
                _(
                    "The earlier certificate is no longer valid."
                    " Download the new one under “My certificates”."
                ),
                settings.SITE_BASE_URL + reverse("certificates:eligibility"),
                _("Certificate No. %(number)s") % {"number": new.number},
                _("Replaces certificate No. %(number)s") % {"number": new.snapshot["replaces"]},
            ],
        )


def write_of_revocation(revoked: Certificate) -> None:
    """Say that the certificate was revoked, and why."""
    with override(revoked.person.letter_language):
        _send(
            revoked,
            _("Certificate revoked"),
            [
                _("Certificate No. %(number)s") % {"number": revoked.number},
                _("The certificate is no longer valid. The public check page shows it as revoked."),
                _("Reason: %(reason)s") % {"reason": revoked.revocation_reason},
            ],
        )


def _send(certificate: Certificate, subject: str, lines: list[str]) -> None:
    if not certificate.person.email:
        return
    printed = certificate.snapshot
    language = certificate.person.letter_language
    name = _("Name, surname: %(person)s") % {"person": printed["person"]["name"]}
    signature = f"{printed['issuer'][language]}\n{printed['funding'][language]}"
    EmailMessage(
        subject=subject,
        body="\n\n".join([_("Good day."), name, *lines, signature]),
        to=[certificate.person.email],
    ).send()
