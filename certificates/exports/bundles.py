"""Many certificates in one file: a ZIP of all, and bundles to print, one for each municipality."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from pypdf import PdfWriter

from certificates.models import Certificate, CertificateDocument
from people.latvian import sort_key

# Documents read from the database at once: a cohort's would fill the memory.
_AT_ONCE = 20


def write_zip(out: IO[bytes], certificates: Iterable[Certificate]) -> None:
    """Write each certificate as it was issued, named by its number."""
    with zipfile.ZipFile(out, "w") as archive:  # a PDF is compressed already
        for certificate, pdf in _documents(list(certificates)):
            archive.writestr(f"{file_name(certificate.number)}.pdf", pdf)


def write_bundles(out: IO[bytes], certificates: Iterable[Certificate]) -> None:
    """Write one PDF for each municipality, the people in it in Latvian order."""
    by_place: dict[str, list[Certificate]] = {}
    for certificate in certificates:
        by_place.setdefault(_municipality(certificate), []).append(certificate)
    with zipfile.ZipFile(out, "w") as archive:
        for place in sorted(by_place, key=sort_key):
            people = sorted(by_place[place], key=_name_key)
            archive.writestr(f"{file_name(place)}.pdf", _joined(people))


def file_name(text: str) -> str:
    """Return a file name without what a file system or a path could misread."""
    return get_valid_filename(text) or "-"


def _municipality(certificate: Certificate) -> str:
    named = certificate.snapshot["municipality"]
    return str(named["lv"]) if named else _("No municipality")


def _name_key(certificate: Certificate) -> str:
    person = certificate.snapshot["person"]
    return sort_key(f"{person['family_name']} {person['given_name']}")


def _joined(certificates: list[Certificate]) -> bytes:
    writer = PdfWriter()
    for _certificate, pdf in _documents(certificates):
        writer.append(io.BytesIO(pdf))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _documents(certificates: list[Certificate]) -> Iterator[tuple[Certificate, bytes]]:
    for start in range(0, len(certificates), _AT_ONCE):
        some = certificates[start : start + _AT_ONCE]
        stored = CertificateDocument.objects.in_bulk([one.pk for one in some])
        yield from ((one, bytes(stored[one.pk].pdf)) for one in some)
