"""Signed addresses: a token that says what it opens and until when, checked without a database.

A token is `<subject>.<expiry>.<signature>`, URL-safe: the subject in base64url, the expiry in
hexadecimal seconds since 1970, and 128 bits of HMAC-SHA256 over purpose, subject and expiry. The
purpose keeps a token made for one use from opening another.
"""

import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from django.conf import settings

__all__ = ["BadToken", "Expired", "read", "sign"]

_LONGEST = 1024  # characters; nothing of ours comes near it


class BadToken(Exception):
    """The token was not made by us, or for something else."""


class Expired(BadToken):
    """The token was made by us, and its time is over."""


def sign(purpose: str, subject: str, seconds: int, *, align: int = 1) -> str:
    """Make a token that opens `subject` for at least `seconds`.

    `align` rounds the expiry up to a multiple of so many seconds, so that addresses made shortly
    after one another are the same and a browser's cache still holds what was paid for once.
    """
    expiry = -(-(int(time.time()) + seconds) // align) * align
    body = f"{_encode(subject.encode())}.{expiry:x}"
    return f"{body}.{_signature(settings.SECRET_KEY, purpose, body)}"


def read(purpose: str, token: str) -> str:
    """The subject a token opens. Raises Expired or BadToken; compares in constant time."""
    body, _, signature = token.rpartition(".")
    if len(token) > _LONGEST or not token.isascii() or not _is_ours(purpose, body, signature):
        raise BadToken("not a token of ours")
    subject, _, expiry = body.partition(".")
    if int(expiry, 16) < time.time():
        raise Expired("its time is over")
    return urlsafe_b64decode(subject + "=" * (-len(subject) % 4)).decode()


def _is_ours(purpose: str, body: str, signature: str) -> bool:
    """Compare with every key that counts, in the same time whichever fits."""
    fits = False
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        fits |= hmac.compare_digest(_signature(str(key), purpose, body), signature)
    return fits


def _signature(key: str, purpose: str, body: str) -> str:
    derived = sha256(b"media_pipeline.tokens\0" + key.encode()).digest()
    message = f"{purpose}\0{body}".encode()
    return _encode(hmac.new(derived, message, sha256).digest()[:16])


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
