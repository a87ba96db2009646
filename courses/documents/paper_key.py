"""The key that papers are signed with and its certificate: made, written down, read. Pure.

Apart from the signing itself: the library that signs takes a third of a second to load, and few processes sign.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CERTIFICATE_DAYS = 20 * 365


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
        certificate = x509.load_pem_x509_certificate(text)
        if key.public_key() != certificate.public_key():
            raise ValueError("The key does not belong to the certificate.")
        return cls(
            key=key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            certificate=certificate.public_bytes(serialization.Encoding.DER),
        )


def fingerprint(certificate: bytes) -> str:
    """Give the SHA-256 of a DER certificate as 64 hex digits."""
    return hashlib.sha256(certificate).hexdigest()


def certificate_pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM)


def certificate_der(text: bytes) -> bytes:
    return x509.load_pem_x509_certificate(text).public_bytes(serialization.Encoding.DER)


def new_signer(name: str) -> Signer:
    """Make a P-256 key and a certificate that it signs itself, for signing papers and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC).replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(hours=1))
        .not_valid_after(today + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_papers(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Signer(
        key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=certificate.public_bytes(serialization.Encoding.DER),
    )


def _signs_papers() -> x509.KeyUsage:
    return x509.KeyUsage(
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
