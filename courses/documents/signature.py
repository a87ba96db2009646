"""Signs a PDF (PAdES, ECDSA P-256) and looks at the signature of one. Pure: keys and bytes in, bytes out.

Level B-B by itself; B-LTA where a timestamp authority answers: the time of signing, what is needed to check the
signature, and a timestamp over both are in the file.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Self

from asn1crypto import keys, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .timestamp import Tsa, stamper

FIELD = "Korpu"
CERTIFICATE_DAYS = 20 * 365
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s")
_rooms: dict[str, int] = {}  # fingerprint of a certificate → hexadecimal digits of its signatures, for this process


@dataclass(frozen=True)
class Signer:
    """A private key with its certificate, both DER."""

    key: bytes  # PKCS #8
    certificate: bytes  # X.509

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    def to_pem(self) -> bytes:
        key = serialization.load_der_private_key(self.key, password=None)
        return certificate_pem(self.certificate) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @classmethod
    def from_pem(cls, text: bytes) -> Self:
        """Read certificate and key from one text. Raises ValueError when one of them is missing or broken."""
        key = serialization.load_pem_private_key(text, password=None)
        certificate = crypto_x509.load_pem_x509_certificate(text)
        if key.public_key() != certificate.public_key():
            raise ValueError("The key does not belong to the certificate.")
        return cls(
            key=key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            certificate=certificate.public_bytes(serialization.Encoding.DER),
        )


@dataclass(frozen=True)
class Inspection:
    """What a PDF's signature says of the file."""

    whole: bool  # signed, unbroken, and nothing lies outside what was signed
    signer: str  # fingerprint of the certificate that signed, "" when there is none


def fingerprint(certificate: bytes) -> str:
    """Give the SHA-256 of a DER certificate as 64 hex digits."""
    return hashlib.sha256(certificate).hexdigest()


def certificate_pem(certificate: bytes) -> bytes:
    return crypto_x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM)


def certificate_der(text: bytes) -> bytes:
    return crypto_x509.load_pem_x509_certificate(text).public_bytes(serialization.Encoding.DER)


def new_signer(name: str) -> Signer:
    """Make a P-256 key and a certificate that it signs itself, for signing papers and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = crypto_x509.Name([crypto_x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC).replace(microsecond=0)
    certificate = (
        crypto_x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(crypto_x509.random_serial_number())
        .not_valid_before(today - timedelta(hours=1))
        .not_valid_after(today + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(crypto_x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_papers(), critical=True)
        .add_extension(crypto_x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Signer(
        key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=certificate.public_bytes(serialization.Encoding.DER),
    )


def _signs_papers() -> crypto_x509.KeyUsage:
    return crypto_x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


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
            "embed_validation_info": True, "use_pades_lta": True, "validation_context": tsa.trusting(certificate),
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
        timestamper=stamper(tsa) if tsa else None, bytes_reserved=None if tsa else _rooms.get(signer.fingerprint),
    )  # fmt: skip
    if tsa is None:
        _learn_room(signer, signed.getvalue())
    return signed.getvalue()


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
