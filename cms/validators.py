"""Checks of single values that editors enter."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def host_of(address: str) -> str:
    """Return the host of an https address that may be linked as a video; otherwise nothing."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        plain = parts.port is None and "@" not in parts.netloc
    except ValueError:
        return ""
    allowed = parts.scheme == "https" and plain and host in settings.VIDEO_HOSTS
    return host if allowed else ""


def check_video_address(address: str) -> None:
    """Refuse an address outside the list of video hosts, with a sentence that names them."""
    if not host_of(address):
        raise ValidationError(
            _("Only https addresses of these sites can be linked: %(hosts)s.")
            % {"hosts": ", ".join(settings.VIDEO_HOSTS)}
        )
