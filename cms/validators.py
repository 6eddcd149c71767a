"""Checks of single values that editors enter."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from people.validators import UploadCheck, check_upload


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


def check_image(upload: File) -> UploadCheck:
    """Check an image that comes to the site, by its content; raises ValidationError."""
    return check_upload(
        upload,
        extensions=settings.WAGTAILIMAGES_EXTENSIONS,
        max_bytes=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
        max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
    )


def check_document(upload: File) -> UploadCheck:
    """Check a document or recording that comes to the site; raises ValidationError."""
    return check_upload(
        upload,
        extensions=settings.WAGTAILDOCS_EXTENSIONS,
        max_recording_bytes=settings.WAGTAILDOCS_MAX_UPLOAD_SIZE,
    )
