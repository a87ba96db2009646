"""The one-time key of a form: what is sent with it a second time, by a double tap or a slow network, counts once.

The key is signed, so that only a form of ours brings one. It is the key of what is made with it.
"""

from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

_signer = Signer(salt="guidance.once")


def token_of(key: UUID) -> str:
    """Write a key as a form carries it, in the hidden field "once"."""
    return _signer.sign(key.hex)


def token(request: HttpRequest) -> str:
    """Give what the form of a page carries: what came with it, or a new one."""
    return token_of(sent_with(request) or uuid4())


def sent_with(request: HttpRequest) -> UUID | None:
    """Give the key that came with a form; None when none of ours came."""
    try:
        return UUID(_signer.unsign(request.POST.get("once", "")))
    except (BadSignature, ValueError):
        return None
