"""The public halves of the keys that sign what certificates say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatementKey(models.Model):
    """One row is a key that has signed statements; its private half is a file of the operator's.

    Rows stay for ever: an old certificate is checked with the key of its time.

    Personal data: none.
    """

    key_id = models.CharField(_("key"), max_length=16, unique=True)
    public_key = models.CharField(_("public key"), max_length=43, unique=True)  # base64url, Ed25519
    first_used_at = models.DateTimeField(_("first used"), auto_now_add=True)

    class Meta:
        ordering = ["-first_used_at", "-id"]
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")

    def __str__(self) -> str:
        return self.key_id
