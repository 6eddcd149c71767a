"""What the reader sees when a request cannot be answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old and how to go on; the technical reason stays in the log."""
    return render(request, "403_csrf.html", status=403)
