"""Sending a private file so that no browser runs or draws it on our address."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from courses.models import AssignmentFile


def private_file(file: AssignmentFile) -> FileResponse:
    """Send the file to be saved, never to be shown; the caller has asked who may have it."""
    return private_bytes(file.stored, name=file.name, content_type=file.content_type)


def private_bytes(stored: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """Send stored bytes under this name, to be saved and never to be shown."""
    response = FileResponse(
        stored.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
