"""What people are told when something about a certificate cannot be done."""

from django.utils.translation import gettext as _

from certificates.actions.chain import MustBeRevoked, NotValid
from certificates.actions.issue import AlreadyIssued, NotEligible, SelfIssue
from certificates.actions.replacement import OrderUsed
from certificates.actions.requests import (
    AlreadyDecided,
    AlreadyRequested,
    NotTheAsker,
    SecondPersonNeeded,
)
from certificates.exports.seals import SealUnavailable
from cms.exports.press import CannotPrint

REFUSALS = (
    AlreadyDecided,
    AlreadyIssued,
    AlreadyRequested,
    CannotPrint,
    MustBeRevoked,
    NotEligible,
    NotTheAsker,
    NotValid,
    OrderUsed,
    SealUnavailable,
    SecondPersonNeeded,
    SelfIssue,
)


def refusal_text(refusal: Exception) -> str:
    """Say what is wrong and what to do."""
    if isinstance(refusal, (NotEligible, MustBeRevoked)):
        unmet = ", ".join(condition.label for condition in refusal.eligibility.unmet)
        if isinstance(refusal, NotEligible):
            return _("Conditions not met: %(conditions)s") % {"conditions": unmet}
        return _(
            "The person no longer meets the conditions (%(conditions)s), so there is nothing"
            " to replace the certificate with. Request its revocation."
        ) % {"conditions": unmet}
    if isinstance(refusal, AlreadyIssued):
        number = refusal.certificate.number
        return _("Already has certificate No. %(number)s") % {"number": number}
    if isinstance(refusal, SealUnavailable):
        return _("The electronic seal cannot be had now. Nothing was changed; try again later.")
    if isinstance(refusal, CannotPrint):
        return _("The certificate could not be printed. Nothing was changed; try again.")
    texts = {
        AlreadyDecided: _("Somebody has decided this meanwhile. Nothing waits here."),
        AlreadyRequested: _("The same is requested already and waits for a second person."),
        NotTheAsker: _("Only the person who made the request can withdraw it."),
        NotValid: _("The certificate is no longer valid: it was replaced or revoked already."),
        OrderUsed: _("This form was already used. Check the list and confirm again."),
        SecondPersonNeeded: _("You made this request, so somebody else has to decide about it."),
        SelfIssue: _("This certificate is your own. Ask a colleague to do it."),
    }
    return texts[type(refusal)]
