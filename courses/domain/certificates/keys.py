"""The key that papers are signed with: made once, replaceable; every certificate that ever signed is kept.

KEYS_DIR holds `signing.pem` (certificate and private key, for nobody else to read) and `signed-by/<fingerprint>.pem`
(public certificates). An institution that has a key of its own puts it in place of `signing.pem`.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courses.documents.paper_key import Signer, certificate_der, certificate_pem, new_signer

from .key_place import KeyPlace


def _new() -> bytes:
    return new_signer(settings.WAGTAIL_SITE_NAME).to_pem()


def _public(text: bytes) -> tuple[str, bytes]:
    used = Signer.from_pem(text)
    return f"{used.fingerprint}.pem", certificate_pem(used.certificate)


PLACE = KeyPlace(name="signing", kept="signed-by", make=_new, public=_public)


def prepare() -> None:
    """Make a signing key unless there is one. Safe to run again, and by two processes at once."""
    PLACE.prepare()


def replace() -> Signer:
    """Sign with a new key from now on. Papers signed before stay genuine: their certificate is kept."""
    return Signer.from_pem(PLACE.replace())


def signer() -> Signer:
    """Give the key in use; made first if this installation has none."""
    changed = PLACE.changed()
    return _read(PLACE.file, changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Signer:
    """Read a key once for each time it changes (`changed` is the file's time, in nanoseconds)."""
    return Signer.from_pem(PLACE.read())


def known_certificates() -> list[bytes]:
    """Give every public certificate that ever signed here, as DER."""
    return [certificate_der(text) for text in PLACE.known()]
