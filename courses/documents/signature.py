"""Signs a PDF (PAdES, ECDSA P-256) and looks at the signature of one. Pure: keys and bytes in, bytes out.

Level B-B by itself; B-LTA where a timestamp authority answers: the time of signing, what is needed to check the
signature, and a timestamp over both are in the file.
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .paper_key import Signer, fingerprint
from .timestamp import Tsa

FIELD = "Korpu"
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s")
_rooms: dict[str, int] = {}  # fingerprint of a certificate → hexadecimal digits of its signatures, for this process


@dataclass(frozen=True)
class Inspection:
    """What a PDF's signature says of the file."""

    whole: bool  # signed, unbroken, and nothing lies outside what was signed
    signer: str  # fingerprint of the certificate that signed, "" when there is none


def sign(pdf: bytes, signer: Signer, *, name: str, reason: str, tsa: Tsa | None = None) -> bytes:
    """Sign a PDF so that nothing may be changed or added afterwards. Tags and standards are kept.

    With `tsa` the level is B-LTA; raises what its client raises when the authority does not answer.
    """
    certificate = x509.Certificate.load(signer.certificate)
    hand = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(signer.key),
        cert_registry=SimpleCertificateStore.from_certs([certificate]),
    )
    lasting: dict[str, Any] = (
        {
            "embed_validation_info": True, "use_pades_lta": True, "validation_context": _trusting(tsa, certificate),
            # The timestamp of the file comes last, and covers all of it.
            "dss_settings": DSSContentSettings(
                include_vri=False,
                next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            ),
        }
        if tsa
        else {}
    )  # fmt: skip
    facts = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        **lasting,
    )
    signed = BytesIO()
    _outside_loops(
        signers.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), facts, signer=hand, output=signed,
        timestamper=_stamper(tsa) if tsa else None, bytes_reserved=None if tsa else _rooms.get(signer.fingerprint),
    )  # fmt: skip
    if tsa is None:
        _learn_room(signer, signed.getvalue())
    return signed.getvalue()


def _trusting(tsa: Tsa, own: x509.Certificate) -> ValidationContext:
    """Give what a paper of level B-LTA is checked against: our own certificate and the authority's roots."""
    roots = [own, *(x509.Certificate.load(root) for root in tsa.roots)]
    return ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="soft-fail")


@lru_cache(maxsize=4)
def _stamper(tsa: Tsa) -> TimeStamper:
    """Give the client of an authority; one for a process, because it learns the size of an answer by asking once."""
    auth = (tsa.user, tsa.password) if tsa.user else None
    is_safe = tsa.url.startswith("https:")
    return RequestsHTTPTimeStamper(tsa.url, https=is_safe, timeout=tsa.timeout, auth=auth)


def _learn_room(signer: Signer, signed: bytes) -> None:
    """Remember how much room a key's signature takes in a file: to find out takes as long as to sign."""
    found = BYTE_RANGE.search(signed)
    if found and signer.fingerprint not in _rooms:
        _rooms[signer.fingerprint] = int(found[2]) - int(found[1]) - 2  # without the brackets around the digits


def _outside_loops(deed: Callable[..., Any], *facts: Any, **more: Any) -> Any:
    """Do what starts an event loop of its own, also when the caller's thread is running one: then in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return deed(*facts, **more)
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(deed, *facts, **more).result()


def inspect(pdf: bytes) -> Inspection:
    """Check the signature of a PDF against the certificate inside it; whether that is ours the caller knows.

    Never raises: a file that cannot be followed is simply not whole. Give it files of known size only.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        (signature,), stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
        own = signature.signer_cert
        trusted = ValidationContext(trust_roots=[own, *(stamp.signer_cert for stamp in stamps)])
        whole = _holds(signature, trusted, last=not stamps)
        whole = whole and all(_stamp_holds(stamp, trusted, last=stamp is stamps[-1]) for stamp in stamps)
    except Exception:  # a damaged file may trip the reader anywhere; all that matters is that it is not whole
        return Inspection(whole=False, signer="")
    return Inspection(whole=whole, signer=fingerprint(own.dump()))


def _holds(signature: EmbeddedPdfSignature, trusted: ValidationContext, *, last: bool) -> bool:
    """Whether the signature holds: over the whole file, or with nothing behind it but what lets it last longer."""
    status = _outside_loops(validate_pdf_signature, signature, trusted)
    if not (status.intact and status.valid):
        return False
    if last:
        return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
    covered = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return bool(covered and status.modification_level <= ModificationLevel.LTA_UPDATES)


def _stamp_holds(stamp: EmbeddedPdfSignature, trusted: ValidationContext, *, last: bool) -> bool:
    """Whether a timestamp of the file is unbroken; the last one has to cover all of it."""
    status = _outside_loops(validate_pdf_timestamp, stamp, trusted)
    needed = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    return bool(status.intact and status.valid and status.coverage >= needed)
