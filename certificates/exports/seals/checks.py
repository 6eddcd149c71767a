"""The check of the seal's settings, which says what is missing before a certificate waits."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from certificates.exports.seals import SealUnavailable, seal_in_use


@register(deploy=True)
def check_seal(**_kwargs: Any) -> list[CheckMessage]:
    """Make the seal that the settings name; what stands in the way is the error.

    Part of `check --deploy` only: every command runs the other checks first, and a worker that
    does not start because a certificate expired overnight would stop all mail with it.
    """
    try:
        seal_in_use()
    except SealUnavailable as fault:
        return [
            Error(
                str(fault),
                hint="Until this is mended, certificates are issued and wait for their seal.",
                id="certificates.E001",
            )
        ]
    return []
