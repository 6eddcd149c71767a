"""Finding the programme an address names."""

from django.shortcuts import get_object_or_404

from courses.models import Programme


def programme_or_404(pk: int) -> Programme:
    """Return the programme with this number."""
    return get_object_or_404(Programme, pk=pk)
