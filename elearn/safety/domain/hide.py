"""Hide what puts somebody at risk, and decide about it.

Hiding comes first and asks nothing; so its abuse is bounded here (decision 0010). What is over a bound is not
hidden by the site, and the officers are told at once, as of an urgent concern.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from elearn.history import api as history
from elearn.people.models import Account, Person

from ..errors import NothingHidden
from ..models import Concern, ConcernEntry, Hidden, HiddenState
from ..subjects import find_subject, tell_change

# How many reports of one person hide something within a day, and of all visitors together within an hour.
A_PERSON_A_DAY = 5
VISITORS_AN_HOUR = 10
# So long a decision to show something again holds against visitors, and against whoever reported it before.
CALM = timedelta(hours=24)


def is_hidden(subject: str) -> bool:
    """Say whether something is not to be shown now."""
    return bool(hidden_among([subject]))


def hidden_among(subjects: Iterable[str]) -> set[str]:
    """Give those of some subjects that are not to be shown now; one query."""
    asked = list(subjects)
    if not asked:
        return set()
    now_hidden = Hidden.objects.filter(subject__in=asked).exclude(state=HiddenState.RESTORED)
    return set(now_hidden.values_list("subject", flat=True))


def hidden_rows(kind: str, *, key: str = "pk", for_good: bool = False) -> Exists:
    """Give the condition that rows of a kind are not shown now, for queries; their key is a whole number.

    `key`: the column that names it. `for_good`: only those about which an officer has decided that they stay hidden.
    """
    subject = Concat(Value(f"{kind}:"), Cast(OuterRef(key), CharField()))
    rows = Hidden.objects.filter(subject=subject)
    return Exists(rows.filter(state=HiddenState.KEPT) if for_good else rows.exclude(state=HiddenState.RESTORED))


@transaction.atomic
def hide_at_once(concern: Concern, *, now: datetime | None = None) -> list[Hidden]:
    """Hide what a concern says to be a risk, as far as its reporter may; give what is hidden by it."""
    found = find_subject(concern.subject)
    if found is None:
        return []
    now = now or timezone.now()
    subjects = found.hides if concern.person_id else found.hides_anonymous
    return [hide(subject, concern=concern) for subject in subjects if _may(concern, subject, now=now)]


@transaction.atomic
def hide(subject: str, *, concern: Concern | None = None, by: Account | None = None) -> Hidden:
    """Hide something, by an officer or, without `by`, by the site itself. What is hidden already stays as it is."""
    row, is_new = Hidden.objects.exclude(state=HiddenState.RESTORED).get_or_create(
        subject=subject,
        defaults={
            "concern": concern,
            "is_anonymous": by is None and concern is not None and concern.person_id is None,
            "state": HiddenState.KEPT if by else HiddenState.WAITING,
            "decided_by": by,
            "decided_at": timezone.now() if by else None,
        },
    )
    if is_new:
        _note(row, ConcernEntry.Did.HID, history.Kind.CONTENT_HIDDEN, by=by, concern=concern)
        tell_change(subject, is_hidden=True)
    return row


@transaction.atomic
def restore(row: Hidden, *, by: Account, words: str, concern: Concern | None = None) -> Hidden:
    """Let something be shown again. Raises NothingHidden when it is shown already."""
    _decide(row, HiddenState.RESTORED, by=by, words=words)
    concern = concern or row.concern
    _note(row, ConcernEntry.Did.RESTORED, history.Kind.CONTENT_SHOWN_AGAIN, by=by, concern=concern)
    tell_change(row.subject, is_hidden=False)
    return row


@transaction.atomic
def keep_hidden(row: Hidden, *, by: Account, words: str, concern: Concern | None = None) -> Hidden:
    """Decide that something stays hidden. Raises NothingHidden when it is shown already."""
    _decide(row, HiddenState.KEPT, by=by, words=words)
    _note(row, ConcernEntry.Did.KEPT, history.Kind.CONTENT_KEPT_HIDDEN, by=by, concern=concern or row.concern)
    return row


def _may(concern: Concern, subject: str, *, now: datetime) -> bool:
    """Say whether this concern may hide a subject without anybody having looked."""
    if is_hidden(subject):
        return True
    lately = Hidden.objects.filter(subject=subject, state=HiddenState.RESTORED, decided_at__gt=now - CALM)
    if concern.person_id is None:
        visitors = Hidden.objects.filter(is_anonymous=True, at__gt=now - timedelta(hours=1)).exclude(concern=concern)
        return visitors.values("concern").distinct().count() < VISITORS_AN_HOUR and not lately.exists()
    mine = Hidden.objects.filter(concern__person=concern.person_id, at__gt=now - timedelta(days=1))
    others = mine.exclude(concern=concern).values("concern").distinct().count()
    return others < A_PERSON_A_DAY and not lately.filter(concern__person=concern.person_id).exists()


def _decide(row: Hidden, state: HiddenState, *, by: Account, words: str) -> None:
    now = timezone.now()
    changed = (
        Hidden.objects.filter(pk=row.pk)
        .exclude(state=HiddenState.RESTORED)
        .update(state=state, decided_by=by, decided_at=now, words=words.strip())
    )
    if not changed:
        raise NothingHidden
    row.refresh_from_db()


def _note(
    row: Hidden, did: ConcernEntry.Did, kind: history.Kind, *, by: Account | None, concern: Concern | None
) -> None:
    if concern:
        ConcernEntry.objects.create(concern=concern, by=by, did=did, state=concern.state)
    who: Person | None = by.person if by else None
    history.note(kind, who=who.key if who else None, subject=row.subject, by_visitor=row.is_anonymous)
