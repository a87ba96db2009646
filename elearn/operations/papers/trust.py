"""Checks papers as somebody would who trusts nothing but our published certificates: by pyHanko's own validator.

Not by the code that says on the site whether a paper is ours: what that believes is what is to be checked.
"""

from collections.abc import Sequence
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def is_ours(pdf: bytes, roots: Sequence[bytes]) -> bool:
    """Say whether a PDF has one signature, whole, over the whole file, by one of these certificates (DER)."""
    known = [x509.Certificate.load(root) for root in roots]
    try:
        reader = PdfFileReader(BytesIO(pdf))
        (signature,) = reader.embedded_regular_signatures
        # Ours sign papers, never other certificates: a chain that ends in one of them is not enough.
        if signature.signer_cert.dump() not in {one.dump() for one in known}:
            return False
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=known, allow_fetching=False))
        last = SignatureCoverageLevel.ENTIRE_FILE
        whole = status.coverage == last or bool(reader.embedded_timestamp_signatures and status.docmdp_ok)
    except Exception:  # whatever trips the reader was not signed by us
        return False
    return bool(status.intact and status.valid and status.trusted and whole)
