"""The secret behind a person's private calendar feed."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return a URL-safe secret of 192 bits."""
    return secrets.token_urlsafe(24)


class CalendarToken(models.Model):
    """One row lets whoever has the token read one person's session dates; deleting it revokes.

    Personal data: person; the token opens the person's schedule.
    """

    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, related_name="calendar_token"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("calendar token")
        verbose_name_plural = _("calendar tokens")

    def __str__(self) -> str:
        return f"{self.person_id}"
