"""Why a meeting report is not taken: one sentence each, with what to do."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise | str] = {
    "not_a_report": _(
        "This is not an attendance report of Teams, Zoom, Google Meet or Webex. Export it from the"
        " meeting again and choose the file as it is."
    ),
    "no_times": _(
        "The report does not say when people joined and left. Export it with these times; in Zoom"
        " leave “Show unique users” unticked."
    ),
    "nobody": _("The report holds no times that could be read. Export it again."),
    "another_day": _("The report is of another day: %(found)s. The session is on %(expected)s."),
    "too_long": _(
        "The file has more rows, columns or sheets than an attendance report has. Export it again."
    ),
    "formulas": _(
        "The file holds formulas. Choose the file as the meeting wrote it, without changing it."
    ),
    "damaged": _(
        "The file is damaged or is not what its name says. Save it again and choose it anew."
    ),
}


def refusal(code: str, **params: str) -> ValidationError:
    """Return the refusal of this code, to be raised."""
    return ValidationError(SENTENCES[code], code=code, params=params)  # type: ignore[arg-type]  # lazy text is text
