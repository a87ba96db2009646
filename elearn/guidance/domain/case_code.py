"""The code of a question: sixteen digits that open it without an account.

Only a keyed hash is kept, so that nobody who reads the database can open a case with it. The digits themselves stay,
encrypted, until they have been shown and sent, for a day at most.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ..models import Case

DIGITS = 16
GROUP = 4
KEPT = timedelta(days=1)


def make_code() -> str:
    """Give sixteen digits that nobody can guess."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def mark_of(code: str) -> str:
    """Give the keyed hash by which a code is found."""
    return hmac.new(settings.CASE_CODE_KEY.encode(), f"case:{code}".encode(), hashlib.sha256).hexdigest()


def read_code(written: str) -> str:
    """Give the digits of what somebody typed, with or without spaces and dashes; "" when it is no code."""
    digits = "".join(str(int(sign)) for sign in written if sign.isdecimal())
    rest = {sign for sign in written if not sign.isdecimal()}
    return digits if len(digits) == DIGITS and rest <= set(" -–.\u00a0\u202f\t") else ""


def in_groups(code: str) -> str:
    """Write a code as it is read out: "1234 5678 9012 3456"."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def case_by(written: str) -> Case | None:
    """Give the case that a code opens; None for everything else. The caller has counted the try."""
    code = read_code(written)
    mark = mark_of(code or "0")  # the same work for what is no code
    case = Case.objects.filter(code_mark=mark).first() if code else None
    return case if case and constant_time_compare(case.code_mark, mark) else None


def is_mark(case: Case, mark: str) -> bool:
    """Say whether a mark that a session holds still opens a case."""
    return bool(case.code_mark) and constant_time_compare(case.code_mark, mark)


def forget_code(case: Case) -> None:
    """Forget the digits: who asked has them now. The mark stays."""
    Case.objects.filter(pk=case.pk).update(code_kept="")
    case.code_kept = ""


def forget_old_codes(now: datetime | None = None) -> int:
    """Forget the digits of codes made a day ago; says how many."""
    old = Case.objects.filter(asked_at__lt=(now or timezone.now()) - KEPT)
    # Nothing can be found by an encrypted field; whether it is empty can, as the database keeps it.
    kept = old.annotate(token=Cast(F("code_kept"), TextField())).exclude(token="").values_list("pk", flat=True)
    return Case.objects.filter(pk__in=list(kept)).update(code_kept="")
