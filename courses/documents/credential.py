"""Makes an Open Badges 3.0 credential: facts in, a signed token (VC-JWT, RS256) out. Pure.

`openbadgeslib` builds the document; the token is signed here, because its header has to name our key by an https
address (`kid`) at which anybody finds the public key, and the library puts the key itself into the header instead.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from openbadgeslib.ob3.credential import (
    Achievement,
    Alignment,
    IdentityObject,
    Issuer,
    OpenBadgeCredential,
    Result,
    ResultDescription,
)
from openbadgeslib.ob3.status_list import status_entry

ALGORITHM = "RS256"
KEY_BITS = 2048


@dataclass(frozen=True)
class Recognition:
    """The qualification that somebody recognised it as; only ever complete."""

    framework: str
    level: str
    decision: str  # its number
    words: str  # body, decision and date, in words


@dataclass(frozen=True)
class ShownResult:
    """A figure that the holder lets everybody see."""

    key: str  # "score", "attempts", "hours"
    name: str
    kind: str  # of the standard's result types, or "ext:…"
    value: str


@dataclass(frozen=True)
class CredentialFacts:
    """Everything that a credential says. Addresses are complete; no name and, unless the holder wishes, no result."""

    id: str  # urn:uuid:…, another for every token
    issuer: str  # address of the issuer's profile
    issuer_name: str
    issuer_url: str
    keys: str  # address under which public keys lie; the key's thumbprint follows
    achievement: str  # address
    name: str
    description: str
    criteria: str  # what was required, in words
    picture: str  # address, "" for none
    issued_at: datetime
    valid_until: datetime | None
    status_list: str  # address
    status_index: int
    salt: str
    identities: tuple[tuple[str, str], ...] = ()  # ("emailAddress", "gunay@…"): only their salted hashes go in
    recognition: Recognition | None = None
    results: tuple[ShownResult, ...] = ()


# Keys ---------------------------------------------------------------------------------------------------
def new_key() -> bytes:
    """Make a key for signing badges and nothing else, as PEM (PKCS #8)."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@lru_cache(maxsize=4)
def private_key(pem: bytes) -> rsa.RSAPrivateKey:
    """Read a key; kept, because reading checks it and takes fifty times as long as signing. Raises ValueError."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < KEY_BITS:
        raise ValueError(f"Badges are signed with an RSA key of at least {KEY_BITS} bits.")
    return key


@lru_cache(maxsize=4)
def public_jwk(pem: bytes) -> dict[str, str]:
    """Give the public half of a private key as a JWK with `alg`, `use` and its thumbprint as `kid`."""
    facts = RSAAlgorithm.to_jwk(private_key(pem).public_key(), as_dict=True)
    bare = {"e": str(facts["e"]), "kty": "RSA", "n": str(facts["n"])}
    return bare | {"alg": ALGORITHM, "use": "sig", "kid": thumbprint(bare)}


def thumbprint(jwk: dict[str, str]) -> str:
    """Give the SHA-256 thumbprint of an RSA key (RFC 7638): 43 signs."""
    needed = {name: jwk[name] for name in ("e", "kty", "n")}
    digest = sha256(json.dumps(needed, sort_keys=True, separators=(",", ":")).encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


# Tokens -------------------------------------------------------------------------------------------------
def sign_payload(payload: dict[str, Any], key: bytes, *, keys: str, kind: str = "JWT") -> str:
    """Sign a document as a token whose `kid` is the address of the public key; `kind` is its `typ`."""
    header = {"kid": keys + public_jwk(key)["kid"], "typ": kind}
    return jwt.encode(payload, private_key(key), ALGORITHM, headers=header)


def sign_credential(facts: CredentialFacts, key: bytes) -> str:
    """Make the token of a credential."""
    return sign_payload(payload_of(facts), key, keys=facts.keys)


def payload_of(facts: CredentialFacts) -> dict[str, Any]:
    """Give the document as it is signed: the credential itself, with the registered claims beside it."""
    credential = OpenBadgeCredential(
        id=facts.id,
        issuer=Issuer(id=facts.issuer, name=facts.issuer_name, url=facts.issuer_url),
        recipient_id=None,
        achievement=_achievement(facts),
        issuance_date=facts.issued_at,
        expiration_date=facts.valid_until,
        identifiers=[IdentityObject.create(value, facts.salt, kind) for kind, value in facts.identities],
        credential_status=[status_entry(facts.status_list, "revocation", facts.status_index)],
        results=[
            Result(value=result.value, result_description=f"{facts.achievement}#{result.key}")
            for result in facts.results
        ],
    )
    return credential.to_jwt_payload()


def _achievement(facts: CredentialFacts) -> Achievement:
    aligned = facts.recognition and Alignment(
        target_name=facts.recognition.level,
        target_url=f"{facts.achievement}#recognition",
        target_framework=facts.recognition.framework,
        target_code=facts.recognition.decision,
        target_description=facts.recognition.words,
    )
    return Achievement(
        id=facts.achievement,
        name=facts.name,
        description=facts.description,
        criteria_narrative=facts.criteria,
        image_url=facts.picture or None,
        achievement_type="CertificateOfCompletion",
        alignments=[aligned] if aligned else [],
        result_descriptions=[
            ResultDescription(id=f"{facts.achievement}#{result.key}", name=result.name, result_type=result.kind)
            for result in facts.results
        ],
    )
