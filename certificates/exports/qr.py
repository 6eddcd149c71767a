"""The QR code on the certificate: the address that checks it, with the signed statement behind."""

import segno

PRINTED_MM = 32.0
# Office printers blur what is smaller, and phones read it badly.
SMALLEST_MODULE_MM = 0.4


def qr_of(address: str, plain_address: str) -> segno.QRCode:
    """Return the code with the best correction whose modules can still be printed.

    Where the statement is too long for any, for a name of hundreds of letters, it is left out.
    """
    for level in "ml":
        code = segno.make(address, error=level, boost_error=False, micro=False)
        if module_mm(code) >= SMALLEST_MODULE_MM:
            return code
    return segno.make(plain_address, error="m", micro=False)


def module_mm(code: segno.QRCode) -> float:
    """Return how wide a module is on paper; the white around the code is the paper's."""
    return PRINTED_MM / code.symbol_size(border=0)[0]
