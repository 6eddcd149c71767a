"""The check of the seal's settings, which says what is missing before a certificate waits."""

import datetime as dt
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  # Django's name
from django.utils import timezone

from certificates.exports.seals import SealUnavailable, seal_in_use

NOTICE = dt.timedelta(days=30)


@register(deploy=True)
def check_seal(**_kwargs: Any) -> list[CheckMessage]:
    """Make the seal that the settings name; what stands in the way is the error.

    Part of `check --deploy` only: every command runs the other checks first, and a worker that
    does not start because a certificate expired overnight would stop all mail with it.
    """
    try:
        seal = seal_in_use()
    except SealUnavailable as fault:
        return [
            Error(
                str(fault),
                hint="Until this is mended, certificates are issued and wait for their seal.",
                id="certificates.E001",
            )
        ]
    ends = getattr(seal, "valid_until", None)
    if ends is not None and ends - timezone.now() < NOTICE:
        return [
            Warning(
                f"The certificate of the seal ends on {ends:%Y-%m-%d}.",
                hint="Afterwards certificates are issued and wait for their seal.",
                id="certificates.W001",
            )
        ]
    return []
