"""Which certificates are no longer valid, by their place in the lists that verifiers read."""

from certificates.models import Certificate

# The least length the standard allows, so that asking for a list does not tell whose badge is meant.
LIST_LENGTH = 131_072


def place_in_list(pk: int) -> tuple[int, int]:
    """Return the list a certificate stands in, and its place there."""
    return divmod(pk, LIST_LENGTH)


def withdrawn(number: int) -> list[int]:
    """Return the places of the revoked and the replaced certificates in a list."""
    start = number * LIST_LENGTH
    found = Certificate.objects.filter(
        pk__gte=start,
        pk__lt=start + LIST_LENGTH,
        state__in=(Certificate.State.REVOKED, Certificate.State.SUPERSEDED),
    )
    return [pk - start for pk in found.order_by("pk").values_list("pk", flat=True)]


def has_list(number: int) -> bool:
    """Whether any certificate stands in the list; the first one is there from the beginning."""
    start = number * LIST_LENGTH
    return number == 0 or Certificate.objects.filter(pk__gte=start).exists()
