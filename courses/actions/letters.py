"""What people are told by mail about their learning; sent only if the change itself is kept."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.models import Assignment, AssignmentDecision


def write_assignment_answered(*, assignment: Assignment, decision: AssignmentDecision) -> None:
    """Tell the person that the trainer has answered; what was written stays behind the sign-in.

    Several people may share a mailbox, and the feedback is for one of them.
    """
    person = assignment.person
    if not person.email:
        return
    code = {"code": assignment.module.code}
    with override(person.letter_language):
        address = settings.SITE_BASE_URL + reverse(
            "courses:assignment", args=[assignment.module.address]
        )
        if decision.outcome == AssignmentDecision.Outcome.ACCEPTED:
            subject = _("Assignment accepted: %(code)s") % code
            news = _("The trainer has accepted your assignment.")
        else:
            subject = _("Assignment returned: %(code)s") % code
            news = _("The trainer has read your assignment and asks you to improve it.")
        body = [
            _("Good day."),
            _("Name, surname: %(person)s") % {"person": person.full_name},
            news,
            _("The feedback and what to do next: %(address)s") % {"address": address},
        ]
    EmailMessage(subject=subject, body="\n\n".join(body), to=[person.email]).send()
