"""How each state of the domain is shown: icon, tone and word, in one table."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Shown:
    """Icon, tone class and word of a state; colour never stands alone."""

    icon: str
    tone: str
    word: str | Promise


# A key with a dot holds for one kind of thing only: {% state_tag state "enrolment" %}.
STATES: dict[str, Shown] = {
    # attendance
    "present": Shown("check", "ok", _("Present")),
    "late": Shown("clock", "warn", _("Late")),
    "left_early": Shown("leave", "warn", _("Left early")),
    "absent": Shown("cross", "bad", _("Absent")),
    "excused": Shown("shield", "info", _("Excused absence")),
    "made_up": Shown("redo", "ok", _("Made up")),
    "unmarked": Shown("dash", "off", _("Unmarked")),
    "contested": Shown("warn", "warn", _("Contradicting marks")),
    # enrolment
    "applied": Shown("mail", "info", _("Application received")),
    "confirmed": Shown("check", "ok", _("Place confirmed")),
    "waiting": Shown("clock", "warn", _("On the waiting list")),
    "withdrawn": Shown("undo", "off", _("Withdrawn")),
    "enrolment.completed": Shown("check", "ok", _("Training completed")),
    # modules and quizzes
    "not_started": Shown("dash", "off", pgettext_lazy("module", "Not started")),
    "in_progress": Shown("clock", "warn", pgettext_lazy("module", "In progress")),
    "completed": Shown("check", "ok", pgettext_lazy("module", "Completed")),
    "passed": Shown("check", "ok", pgettext_lazy("quiz", "Passed")),
    "not_passed": Shown("redo", "warn", pgettext_lazy("quiz", "Not passed yet")),
    "correct": Shown("check", "ok", pgettext_lazy("answer", "Correct")),
    "incorrect": Shown("cross", "bad", pgettext_lazy("answer", "Not correct")),
    # assignments
    "assignment.draft": Shown("edit", "off", pgettext_lazy("assignment", "Draft")),
    "assignment.submitted": Shown("clock", "info", pgettext_lazy("assignment", "Handed in")),
    "assignment.returned": Shown("redo", "warn", pgettext_lazy("assignment", "Returned")),
    "assignment.accepted": Shown("check", "ok", pgettext_lazy("assignment", "Accepted")),
    # sessions
    "planned": Shown("cal", "off", pgettext_lazy("session", "Planned")),
    "closed": Shown("lock", "info", pgettext_lazy("session", "Closed")),
    "cancelled": Shown("cross", "bad", pgettext_lazy("session", "Cancelled")),
    "in_person": Shown("place", "ok", _("In person")),
    "online": Shown("net", "info", _("Online")),
    # conditions of the certificate
    "met": Shown("check", "ok", _("Met")),
    "not_met": Shown("clock", "warn", _("Not met yet")),
    "impossible": Shown("cross", "bad", _("Can no longer be met")),
    # certificates and their batches
    "valid": Shown("check", "ok", pgettext_lazy("certificate", "Valid")),
    "superseded": Shown("redo", "warn", pgettext_lazy("certificate", "Replaced")),
    "revoked": Shown("cross", "bad", pgettext_lazy("certificate", "Revoked")),
    "awaits_seal": Shown("clock", "warn", pgettext_lazy("certificate", "Waits for the seal")),
    "not_found": Shown("search", "off", pgettext_lazy("certificate", "Not found")),
    "batch.waiting": Shown("clock", "off", pgettext_lazy("batch", "Waiting")),
    "running": Shown("clock", "info", pgettext_lazy("batch", "Being prepared")),
    "done": Shown("check", "ok", pgettext_lazy("batch", "Done")),
    "failed": Shown("warn", "bad", pgettext_lazy("batch", "Stopped by a fault")),
    # requests that need a second person
    "request.waiting": Shown("clock", "warn", pgettext_lazy("request", "Waiting")),
    "request.accepted": Shown("check", "ok", pgettext_lazy("request", "Carried out")),
    "request.declined": Shown("cross", "bad", pgettext_lazy("request", "Declined")),
    "request.withdrawn": Shown("undo", "off", pgettext_lazy("request", "Withdrawn")),
    # invitations and accounts
    "invited": Shown("mail", "info", pgettext_lazy("account", "Invited")),
    "expired": Shown("clock", "warn", pgettext_lazy("account", "Expired")),
    "active": Shown("check", "ok", pgettext_lazy("account", "Active")),
    "no_account": Shown("dash", "off", pgettext_lazy("account", "No account")),
    # questions at paragraphs
    "question.asked": Shown("clock", "warn", pgettext_lazy("question", "Waiting for an answer")),
    "question.answered": Shown("check", "ok", pgettext_lazy("question", "Answered")),
    "question.hidden": Shown("lock", "off", pgettext_lazy("question", "Hidden")),
    # discussions of a group
    "discussion.open": Shown("people", "info", pgettext_lazy("discussion", "Open to the group")),
    "discussion.question": Shown("lock", "off", pgettext_lazy("discussion", "Only for trainers")),
    "discussion.closed": Shown("lock", "off", pgettext_lazy("discussion", "Closed")),
    "discussion.hidden": Shown("lock", "warn", pgettext_lazy("discussion", "Hidden")),
    # reports of online meetings
    "meeting.draft": Shown("edit", "warn", pgettext_lazy("meeting report", "Under review")),
    "meeting.applied": Shown("check", "ok", pgettext_lazy("meeting report", "Recorded")),
    "meeting.discarded": Shown("undo", "off", pgettext_lazy("meeting report", "Discarded")),
    "new": Shown("doc", "new", _("New")),
}


def shown(state: object, kind: str = "") -> Shown:
    """How to show the state; one the table does not know is shown plainly by its own name."""
    code = str(getattr(state, "value", state))
    known = STATES.get(f"{kind}.{code}") or STATES.get(code)
    return known or Shown("dash", "off", str(getattr(state, "label", code.replace("_", " "))))
