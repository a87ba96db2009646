"""How it is shown that a visit took place: the elder's own code, a sheet they signed, or what they say on the phone.

Nobody is followed on a map. A visit that neither code nor sheet shows is marked so, and its elder is called.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..enums import VisitState, Way
from ..errors import ChangedMeanwhile, NotYours, TimeTaken
from ..models import Visit
from ..policies import is_office
from . import sample
from .answer import is_going, locked
from .standing import settle_request

MOST_TRIES = 5
BEFORE = timedelta(minutes=30)  # nobody can show earlier than this that a visit took place
UNSHOWN_AFTER = timedelta(hours=12)  # a tablet may have been without a line until the evening


def try_code(visit: Visit, code: str, *, at: datetime) -> bool:
    """Count a try at the elder's code and say whether it was the right one; after five tries none is.

    Call it in a transaction that holds the visit.
    """
    if visit.presence_tries >= MOST_TRIES:
        return False
    Visit.objects.filter(pk=visit.pk).update(presence_tries=F("presence_tries") + 1)
    visit.presence_tries += 1
    digits = "".join(sign for sign in code if sign.isdigit())
    return bool(visit.presence_code) and constant_time_compare(digits, visit.presence_code)


def took_place(visit: Visit, *, way: str, at: datetime, by: Account | None) -> bool:
    """Mark a visit as made. Call it in a transaction that holds the visit; False when it is not one that is coming."""
    made = Visit.objects.filter(pk=visit.pk, version=visit.version, state=VisitState.CONFIRMED)
    shown_at = at if way else None
    if not made.update(state=VisitState.DONE, shown_way=way, shown_at=shown_at, presence_code="", word=""):
        return False
    visit.seconds.filter(state=VisitState.CONFIRMED).update(state=VisitState.DONE, shown_way=way, shown_at=shown_at)
    visit.refresh_from_db()
    settle_request(visit.request)
    note(Kind.VISIT_TOOK_PLACE, who=visit.person.key, subject=_subject(visit), is_check=visit.request.is_check, way=way)
    sample.draw(visit, is_sure=not way)
    return True


def nobody_there(visit: Visit, *, by: Account | None) -> bool:
    """Mark that nobody opened; the elder is called. False when the visit is not one that is coming."""
    missed = Visit.objects.filter(pk=visit.pk, version=visit.version, state=VisitState.CONFIRMED)
    now = timezone.now()
    if not missed.update(state=VisitState.NO_SHOW, ended_at=now, ended_by=by, presence_code="", word=""):
        return False
    visit.seconds.filter(state=VisitState.CONFIRMED).update(state=VisitState.NO_SHOW, ended_at=now, ended_by=by)
    visit.refresh_from_db()
    settle_request(visit.request)
    note(Kind.VISIT_NOBODY_THERE, who=visit.person.key, subject=_subject(visit), is_check=visit.request.is_check)
    sample.draw(visit, is_sure=True)
    return True


@transaction.atomic
def say_by_phone(visit: Visit, *, was_there: bool, by: Account) -> Visit:
    """Write down what the elder, or the trainer, told the office of a visit that nothing shows.

    Raises NotYours for everybody but the office and for who visited, ChangedMeanwhile.
    """
    visit = locked(visit)
    if not is_office(by) or is_going(visit, by):
        raise NotYours
    if visit.ends_at > timezone.now():
        raise ChangedMeanwhile
    done = took_place(visit, way=Way.OPERATOR, at=timezone.now(), by=by) if was_there else nobody_there(visit, by=by)
    if not done:
        raise ChangedMeanwhile
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1)
    return visit


@transaction.atomic
def after_all(visit: Visit, *, by: Account) -> Visit:
    """Mark a visit as made that was cancelled while the trainer was there without a line.

    Raises NotYours, ChangedMeanwhile, and TimeTaken when another one stands at its time.
    """
    visit = locked(visit)
    if not is_office(by) or is_going(visit, by):
        raise NotYours
    if visit.state != VisitState.CANCELLED or visit.starts_at > timezone.now():
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(state=VisitState.CONFIRMED, version=F("version") + 1)
    except IntegrityError as error:
        raise TimeTaken from error
    visit.refresh_from_db()
    took_place(visit, way=Way.OPERATOR, at=timezone.now(), by=by)
    return visit


def close_unshown(now: datetime) -> int:
    """Close visits that a trainer left and nothing shows: they count as made, not as shown, and the elder is called."""
    left = Visit.objects.filter(state=VisitState.CONFIRMED, along_with=None, ends_at__lte=now - UNSHOWN_AFTER)
    return sum(_close(visit) for visit in left.exclude(left_at=None).order_by("pk")[:200])


@transaction.atomic
def _close(visit: Visit) -> bool:
    visit = locked(visit)
    return visit.left_at is not None and took_place(visit, way="", at=timezone.now(), by=None)


def _subject(visit: Visit) -> str:
    return f"visit:{visit.key}"
