"""Makes the published list of cancelled badges (W3C Bitstring Status List 1.0), signed as a whole. Pure."""

from collections.abc import Iterable
from datetime import datetime

from openbadgeslib.ob3.status_list import build_status_list_credential

from .credential import sign_payload


def sign_status_list(
    withdrawn: Iterable[int],
    key: bytes,
    *,
    address: str,
    issuer: str,
    keys: str,
    size: int,
    signed_at: datetime,
    valid_until: datetime,
) -> str:
    """Make the token of a list in which the bits of `withdrawn` are set; after `valid_until` nobody may rely on it."""
    document = build_status_list_credential(
        issuer, address, "revocation", withdrawn, size, issued=signed_at, valid_until=valid_until
    )
    claims = {"iss": issuer, "jti": address, "nbf": int(signed_at.timestamp()), "exp": int(valid_until.timestamp())}
    return sign_payload(document | claims, key, keys=keys, kind="vc+jwt")
