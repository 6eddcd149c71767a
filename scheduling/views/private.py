"""Sending what is kept privately, so that no browser runs anything in it on our address."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def kept_file(
    stored: FieldFile, *, name: str, content_type: str, as_attachment: bool = True
) -> FileResponse:
    """Send the bytes as they are kept; only pictures drawn by ourselves may be shown in place."""
    response = FileResponse(
        stored.open("rb"), as_attachment=as_attachment, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
