"""Write down an answer that came on paper, by voice or by phone, with the file that proves it."""

from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction

from .. import evidence
from ..models import Account, Consent, ConsentWay
from .consent import give_consent, refuse_consent


def write_down(
    consent: Consent,
    *,
    by: Account,
    way: ConsentWay,
    is_yes: bool,
    uses: Sequence[str] = (),
    file: File | None = None,
    speaker: str = "",
) -> Consent:
    """Record what somebody said to `by`; the file is kept only with its yes. Raises ConsentProblem, ValidationError."""
    if not is_yes:
        return refuse_consent(consent, way=way, by=by, speaker=speaker)
    key = evidence.keep(file, way, consent=consent.key) if file and way != ConsentWay.PHONE else ""
    try:
        with transaction.atomic():
            return give_consent(consent, way=way, uses=uses, by=by, evidence=key, speaker=speaker)
    except Exception:
        evidence.forget(key)
        raise
