"""The key that badges are signed with (RSA, RS256), apart from the one for papers: another standard, another reader.

KEYS_DIR holds `badge.pem` and `badge-signed-by/<thumbprint>.jwk` (public keys, as the site serves them). A badge names
its key by address; the public half of every key that ever signed stays at its address.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import cast

from courses.documents.credential import new_key, public_jwk

from ..certificates.key_place import KeyPlace

Jwk = dict[str, str]


def _public(text: bytes) -> tuple[str, bytes]:
    jwk = public_jwk(text)
    return f"{jwk['kid']}.jwk", json.dumps(jwk, sort_keys=True).encode()


PLACE = KeyPlace(name="badge", kept="badge-signed-by", make=new_key, public=_public)


def prepare() -> None:
    """Make a key for badges unless there is one. Safe to run again, and by two processes at once."""
    PLACE.prepare()


def replace() -> Jwk:
    """Sign badges with a new key from now on; gives its public half. Badges signed before stay genuine."""
    return public_jwk(PLACE.replace())


def key() -> bytes:
    """Give the private key in use, as PEM; made first if this installation has none."""
    changed = PLACE.changed()
    return _read(PLACE.file, changed)


def thumbprint() -> str:
    """Name the key in use."""
    return public_jwk(key())["kid"]


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> bytes:
    """Read a key once for each time it changes (`changed` is the file's time, in nanoseconds)."""
    return PLACE.read()


def known_keys() -> dict[str, Jwk]:
    """Give the public half of every key that ever signed here, by its thumbprint; the one in use comes first."""
    now = thumbprint()
    found = [cast(Jwk, json.loads(text)) for text in PLACE.known()]
    found.sort(key=lambda jwk: jwk["kid"] != now)
    return {jwk["kid"]: jwk for jwk in found}


def public_key(mark: str) -> Jwk | None:
    """Give a key's public half by its thumbprint, if it ever signed here."""
    return known_keys().get(mark)
