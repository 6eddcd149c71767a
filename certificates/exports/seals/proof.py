"""Whether a sealed document is ours, with an intact seal over all of it."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel


def is_sealed(sealed: bytes, pdf: bytes) -> bool:
    """Whether these are our bytes with one intact signature appended that covers the whole file.

    Whether its certificate is to be trusted is for the reader to say, not for us.
    """
    if not sealed.startswith(pdf):
        return False
    signatures = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures
    if len(signatures) != 1:
        return False
    [signature] = signatures
    is_intact, is_valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    whole = SignatureCoverageLevel.ENTIRE_FILE
    return is_intact and is_valid and signature.evaluate_signature_coverage() == whole
