"""Electronic seals of certificates: what a seal must offer, and the one the settings name."""

from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

FILE_SEAL = "certificates.exports.seals.file.FileSeal"
NAME_LENGTH = 40


class SealUnavailable(Exception):
    """The seal cannot be had now; asking again later may help."""


class SealFault(SealUnavailable):
    """This one document could not be sealed; others may be."""


@runtime_checkable
class Seal(Protocol):
    """Somebody who seals PDFs: a file of ours, or a service of the state.

    It is made anew for each use, without arguments, and reads its own settings; what they lack
    it says by SealUnavailable. A seal that asks another machine has ``is_remote`` true: it is
    never asked while a number is being taken.
    """

    is_remote: bool

    @property
    def name(self) -> str:
        """Who seals, as readers are told; 40 characters are kept."""
        ...

    def seal(self, pdf: bytes, *, number: str, reason: str, location: str) -> bytes:
        """Return the PDF with one signature over the whole file appended to the same bytes.

        Raises SealUnavailable where that cannot be done now.
        """
        ...


def seal_in_use() -> Seal | None:
    """Return the seal the settings name, or None where certificates go out without one.

    Raises SealUnavailable where it cannot be used.
    """
    name = settings.CERTIFICATE_SEAL
    if not name:
        return None
    try:
        seal = import_string(FILE_SEAL if name == "file" else name)()
    except SealUnavailable:
        raise
    except Exception as fault:
        raise SealUnavailable(f"CERTIFICATE_SEAL: “{name}” cannot be used: {fault}") from fault
    if not isinstance(seal, Seal):
        raise SealUnavailable(f"CERTIFICATE_SEAL: “{name}” lacks is_remote, name or seal()")
    return seal


def load_seal() -> None:
    """Load what sealing needs before a transaction begins: the first time takes half a second."""
    with suppress(SealUnavailable):
        if seal_in_use() is not None:
            load_proof()


def load_proof() -> Any:
    """Import the part that reads signatures, which only an installation with a seal pays for."""
    return import_module("certificates.exports.seals.proof")
