"""The closed list of placeholders that staff may use in the words of a certificate."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS: dict[str, str | Promise] = {
    "name": _("name and surname"),
    "name_dative": _("name and surname in the dative, as the person confirmed it"),
    "programme": _("title of the training programme"),
    "hours": _("credited academic hours"),
    "planned_hours": _("academic hours of the whole programme"),
    "first_day": _("first credited day"),
    "last_day": _("last credited day"),
    "municipality": _("municipality"),
    "group": _("training group"),
    "region": _("training region"),
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values into a text that passed ``check_placeholders``; nothing else is understood."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def check_placeholders(text: str) -> None:
    """Raise ValidationError where a text names something else, or a brace has no counterpart."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            raise ValidationError(
                _("There is no placeholder {%(name)s}. Use only these: %(known)s"),
                params={"name": name[:40], "known": known},
            )
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        raise ValidationError(
            _("A brace has no counterpart. Placeholders look like this: %(known)s"),
            params={"known": known},
        )
