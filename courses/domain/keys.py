"""The key that papers are signed with: made once, replaceable; every certificate that ever signed is kept.

KEYS_DIR holds `signing.pem` (certificate and private key, for nobody else to read) and `signed-by/<fingerprint>.pem`
(public certificates). An institution that has a key of its own puts it in place of `signing.pem`.
"""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courses.documents.signature import Signer, certificate_der, certificate_pem, new_signer


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _key_file() -> Path:
    return _folder() / "signing.pem"


def prepare() -> None:
    """Make a signing key unless there is one. Safe to run again, and by two processes at once."""
    folder = _folder()
    (folder / "signed-by").mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _key_file().exists():
        _put(new_signer(settings.WAGTAIL_SITE_NAME), replace=False)
    _keep(signer())


def replace() -> Signer:
    """Sign with a new key from now on. Papers signed before stay genuine: their certificate is kept."""
    prepare()
    _put(new_signer(settings.WAGTAIL_SITE_NAME), replace=True)
    _keep(signer())
    return signer()


def signer() -> Signer:
    """Give the key in use; made first if this installation has none."""
    try:
        changed = _key_file().stat().st_mtime_ns
    except FileNotFoundError:
        prepare()
        changed = _key_file().stat().st_mtime_ns
    return _read(_key_file(), changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Signer:
    """Read a key once for each time it changes (`changed` is the file's time, in nanoseconds)."""
    found = Signer.from_pem(path.read_bytes())
    _keep(found)
    return found


def known_certificates() -> list[bytes]:
    """Give every public certificate that ever signed here, as DER."""
    return [certificate_der(path.read_bytes()) for path in sorted((_folder() / "signed-by").glob("*.pem"))]


def _put(made: Signer, *, replace: bool) -> None:
    """Write the key whole or not at all; without `replace`, the first of two writers wins."""
    handle, name = tempfile.mkstemp(dir=_folder(), prefix=".signing-")  # mkstemp: 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made.to_pem())
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(_key_file())
        else:
            os.link(name, _key_file())
    except FileExistsError:
        return
    finally:
        Path(name).unlink(missing_ok=True)


def _keep(used: Signer) -> None:
    kept = _folder() / "signed-by" / f"{used.fingerprint}.pem"
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.write_bytes(certificate_pem(used.certificate))
