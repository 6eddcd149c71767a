"""Sending a private file so that no browser runs or draws it on our address."""

from django.http import FileResponse

from courses.models import AssignmentFile


def private_file(file: AssignmentFile) -> FileResponse:
    """Send the file to be saved, never to be shown; the caller has asked who may have it."""
    response = FileResponse(
        file.stored.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
