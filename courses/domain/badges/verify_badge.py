"""Say what a badge is: the very credential we signed, an altered one, or none of ours.

Genuine means two things at once, as with papers: the token is the one we kept the digest of, and its signature holds
under a key of ours. How it stands (cancelled, expired, replaced) is read from our own rows: a status list that
somebody brings, however well signed, may be old. Nothing is ever fetched: an address in a token is only compared.
"""

import hashlib
import json
import logging
from binascii import Error as NotBase64
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare
from openbadgeslib.ob3.credential import IdentityObject

from courses.documents.badge_file import LONGEST_TOKEN, tokens_in
from courses.documents.credential import ALGORITHM
from courses.models import Certificate, ReplacedCredential

from ..certificates.verdict import Finding, Unreadable, Verdict, finding_of
from . import badge_keys
from .badge_addresses import issuer_address, keys_address, status_address

logger = logging.getLogger(__name__)


def check_badge(data: bytes, *, holder: str = "") -> Verdict:
    """Say what a badge file or a token is; of whom, when somebody typed whose it should be. Never raises."""
    tokens = tokens_in(data)
    if len(tokens) == 1:
        return check_token(tokens[0], holder=holder)
    # Which of two credentials a reader looks at nobody knows: such a file is never genuine.
    text = data[:LONGEST_TOKEN].decode("utf-8", "replace")
    is_ours = any(_names_us(token) or _known(token) for token in tokens) or issuer_address() in text
    if is_ours:
        return Verdict(Finding.ALTERED, is_badge=True)
    return Verdict(Finding.UNKNOWN, unreadable=None if tokens else Unreadable.NO_KIND, is_badge=True)


def check_token(token: str, *, holder: str = "") -> Verdict:
    """Say what a token is."""
    known = _known(token)
    if known is None:
        return _foreign(token)
    certificate, replaced = known
    if not _holds(token):
        logger.error("The credential of %s is on record, but its signature does not hold.", certificate.number)
        return Verdict(Finding.ALTERED, is_badge=True)
    belongs = is_of(token, holder) if holder.strip() else None
    finding = finding_of(certificate, replaced=replaced)
    return Verdict(finding, certificate, is_badge=True, token=token, is_of_holder=belongs)


def is_of(token: str, holder: str) -> bool:
    """Compare what was typed with the salted hashes in a token: an e-mail address, or number and code."""
    wanted = {holder.strip(), holder.strip().lower(), "".join(holder.split()).upper()}
    identities = _read(token).get("credentialSubject", {}).get("identifier", [])
    return any(
        constant_time_compare(IdentityObject.create(value, one["salt"]).identity_hash, one["identityHash"])
        for one in identities
        for value in wanted
    )


def _known(token: str) -> tuple[Certificate, bool] | None:
    """Find the certificate whose credential this is, now or before it was replaced."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    current = Certificate.objects.issued().filter(credential_sha256=digest).with_holder().first()
    if current:
        return current, False
    earlier = ReplacedCredential.objects.filter(credential_sha256=digest).first()
    if earlier is None:
        return None
    return Certificate.objects.with_holder().get(pk=earlier.certificate_id), True


def _holds(token: str) -> bool:
    """Say whether the signature was made by a key of ours, with the one algorithm that we use."""
    try:
        kid = str(jwt.get_unverified_header(token).get("kid", ""))
        jwk = badge_keys.known_keys().get(kid.rpartition("/")[2])
        if jwk is None:
            return False
        jwt.decode(
            token, jwt.PyJWK(jwk, ALGORITHM).key, algorithms=[ALGORITHM],
            options={"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iss": False},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, RecursionError):
        return False
    return True


def _foreign(token: str) -> Verdict:
    """Judge a token that we never signed: altered when it names us, else none of ours."""
    if "BitstringStatusListCredential" in _kinds(_read(token)) and _holds(token):
        return Verdict(Finding.UNKNOWN, unreadable=Unreadable.LIST, is_badge=True)
    return Verdict(Finding.ALTERED if _names_us(token) else Finding.UNKNOWN, is_badge=True)


def _kinds(document: dict[str, Any]) -> list[Any]:
    kinds = document.get("type")
    return kinds if isinstance(kinds, list) else [kinds]


def _names_us(token: str) -> bool:
    """Say whether a token claims to come from us: by its key, its issuer, or the list it points to."""
    text = json.dumps([_read(token, part=0), _read(token)], ensure_ascii=False)
    return any(address in text for address in (issuer_address(), keys_address(), status_address()))


def _read(token: str, *, part: int = 1) -> dict[str, Any]:
    """Read a part of a token without believing it; empty when it cannot be read."""
    try:
        found = json.loads(jwt.utils.base64url_decode(token[:LONGEST_TOKEN].split(".")[part]))
    except (IndexError, ValueError, NotBase64, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
