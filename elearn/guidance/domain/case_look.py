"""Somebody on the asker's side reads a case: that the answer was seen is kept, and that a helper looked."""

from django.db import transaction
from django.utils import timezone

from elearn.people.models import Account, Did

from ..case_enums import Side
from ..models import Case
from ..policies_cases import CaseWay
from .case_acting import act_for


@transaction.atomic
def look(case: Case, *, way: CaseWay, by: Account | None) -> None:
    """Note a look. A helper's is written down for the person they help. Raises NotYours when that ended just now."""
    if way == CaseWay.HELPER and by is not None and case.person is not None:
        act_for(case.person, by=by, did=Did.READ_COUNSEL, subject=f"case:{case.key}")
        return
    unseen = case.messages.filter(side=Side.COUNSELLOR, sent_at__isnull=False, seen_at=None)
    unseen.update(seen_at=timezone.now())
