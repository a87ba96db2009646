"""The whole act of issuing, in one step without Django: draws and signs the paper, and signs the credential.

It is the only thing that runs in processes of its own when many are issued: drawing and signing hold the interpreter.
"""

import hashlib
import logging
import time
from dataclasses import dataclass

from .certificate import Paper, draw
from .credential import CredentialFacts, sign_credential
from .paper_key import Signer
from .timestamp import Tsa

PLAIN, LASTING = "B-B", "B-LTA"
TRY_AGAIN_SECONDS = 300.0  # an authority that does not answer is left alone so long, or a thousand papers wait for it

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What is to be made, whole: nothing is looked up. `key` is the certificate's row."""

    key: int
    paper: Paper
    signer: Signer
    reason: str
    credential: CredentialFacts | None = None
    badge_key: bytes = b""
    tsa: Tsa | None = None


@dataclass(frozen=True)
class Made:
    """The signed PDF and the signed credential ("" where there is none), each with its SHA-256."""

    key: int
    pdf: bytes
    sha256: str
    signer_sha256: str
    level: str  # "B-B" or "B-LTA"
    token: str
    token_sha256: str


class _Authority:
    """Whether the timestamp authority is worth asking, for this process."""

    silent_until = 0.0


def make(job: Job) -> Made:
    """Make paper and credential. Raises typst.TypstError for words that cannot be drawn."""
    pdf, level = _signed(draw(job.paper), job)
    token = sign_credential(job.credential, job.badge_key) if job.credential else ""
    return Made(
        key=job.key, pdf=pdf, sha256=_digest(pdf), signer_sha256=job.signer.fingerprint, level=level,
        token=token, token_sha256=_digest(token.encode()) if token else "",
    )  # fmt: skip


def _signed(pdf: bytes, job: Job) -> tuple[bytes, str]:
    """Sign for the long term where an authority answers, and plainly where it does not: nobody waits for it."""
    from .signature import sign  # loading the library takes a third of a second, and only who signs needs it

    if job.tsa and time.monotonic() >= _Authority.silent_until:
        try:
            return sign(pdf, job.signer, name=job.paper.issuer, reason=job.reason, tsa=job.tsa), LASTING
        except Exception:  # whatever a stranger's server or its answer does, the paper is issued
            logger.exception("The timestamp authority gave no timestamp; papers are signed without one for a while.")
            _Authority.silent_until = time.monotonic() + TRY_AGAIN_SECONDS
    return sign(pdf, job.signer, name=job.paper.issuer, reason=job.reason), PLAIN


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
