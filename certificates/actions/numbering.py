"""The next certificate number, without gap or duplicate."""

from certificates.models import NumberCounter


def take_number(*, series: str, year: int) -> int:
    """Return the next number of the series and year and keep its counter locked until commit.

    Call it inside the transaction that stores the certificate: if that rolls back, the number
    was never taken.
    """
    NumberCounter.objects.get_or_create(series=series, year=year)
    counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def printed_number(*, series: str, year: int, sequence: int) -> str:
    """Return the number as printed, such as DDJ-2026-000123."""
    return f"{series}-{year}-{sequence:06d}"
