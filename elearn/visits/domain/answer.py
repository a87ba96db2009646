"""The elder's answer to a visit: yes, no, cancel, come again. Silence lets a proposed time go.

The deed itself asks who answers. A yes comes from the elder (signed in, by the signed link, or by the code they were
sent and read out), from a helper who may book, or from our staff on the phone; never from the trainer who would come.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from elearn.history.api import Kind, note
from elearn.people import api as people
from elearn.people.models import Account, Did, Role

from ..enums import COMING, HOLDS_TIME, OPEN_REQUESTS, RequestState, VisitState, Way
from ..errors import AddressMissing, AlreadyAsked, ChangedMeanwhile, CodeWrong, NotYours, SecondMissing
from ..models import Visit, VisitRequest
from . import telling
from .acting import act_as, is_office
from .beside import is_complete, is_told
from .standing import settle_request
from .words import new_digits, new_word

MOST_TRIES = 5
PRESENCE_DIGITS = 4
SILENCE = "silence"
# More than this somebody here looks at first: the elder calls us.
MOST_VISITS = 20


# Yes and no -----------------------------------------------------------------------------------------
def agree(visit: Visit, *, way: Way, by: Account | None = None, code: str = "", version: int | None = None) -> Visit:
    """Say yes to a proposed time. With `version`, to the visit as it was shown and to no other time.

    With Way.CODE call it outside of a transaction: a wrong code is counted although it raises. Raises NotYours,
    ChangedMeanwhile (moved, let go, cancelled, begun, its trainer suspended), and CodeWrong, also after five tries.
    """
    if way == Way.CODE:
        _take_try(visit, code, by=by)
    with transaction.atomic():
        visit = locked(visit)
        _check(visit, way, by, Did.AGREED_VISIT)
        if visit.state == VisitState.CONFIRMED and version in (None, visit.version, visit.version - 1):
            return visit
        _check_proposed(visit, version)
        if visit.trainer.suspended_at is not None:  # somebody else is looked for, and the elder is asked anew
            raise ChangedMeanwhile
        if not is_complete(visit):
            raise SecondMissing
        _confirm(visit, way=way, by=by)
        settle_request(visit.request)
        telling.tell_elder(visit, "visit_confirmed")
        for one in (visit, *visit.seconds.filter(state=VisitState.CONFIRMED)):  # not who was let go before
            telling.tell_trainer(one, "trainer_visit_confirmed")
        _note(Kind.VISIT_AGREED, visit, way=way.value)
    return visit


def _confirm(visit: Visit, *, way: Way, by: Account | None) -> None:
    visit.state, visit.agreed_at, visit.agreed_way, visit.agreed_by = VisitState.CONFIRMED, timezone.now(), way, by
    visit.word, visit.presence_code = new_word(visit.request.language), new_digits(PRESENCE_DIGITS)
    visit.code, visit.answer_by, visit.told_day_before_at = "", None, None
    visit.version += 1
    visit.save()
    seconds = visit.seconds.filter(state=VisitState.PROPOSED)
    seconds.update(state=VisitState.CONFIRMED, agreed_at=visit.agreed_at, agreed_way=way, version=F("version") + 1)


def decline(visit: Visit, *, way: Way, by: Account | None = None, version: int | None = None) -> Visit:
    """Say no to a proposed time; the request stays as it was. Raises NotYours, ChangedMeanwhile."""
    with transaction.atomic():
        visit = locked(visit)
        _check(visit, way, by, Did.CANCELLED_VISIT)
        _check_proposed(visit, version)
        was_told = _end(visit, by=by, reason="", kind=Kind.VISIT_DECLINED)
        _tell_of_end(visit, by=by, is_elder=True, way=way, was_told=was_told)
    return visit


@transaction.atomic
def cancel(visit: Visit, *, by: Account | None, reason: str = "", is_elder: bool, way: Way | None = None) -> Visit:
    """Cancel a visit to come. `is_elder`: it is the elder's wish, whoever writes it down; else ours or the trainer's.

    Without `by` it is the elder by their link (way=Way.LINK), or the house itself (a suspension). Raises NotYours,
    ChangedMeanwhile.
    """
    visit = locked(visit)
    if is_elder and way == Way.LINK:
        _check(visit, Way.LINK, by, Did.CANCELLED_VISIT)
    elif is_elder:
        way = act_as(visit.person, by=by, did=Did.CANCELLED_VISIT, subject=_subject(visit), title=telling.when(visit))
    elif by is not None and not is_office(by) and not _is_trainer(visit, by):
        raise NotYours
    if visit.state not in COMING or visit.ends_at <= timezone.now():
        raise ChangedMeanwhile
    was_told = _end(visit, by=by, reason=reason, kind=Kind.VISIT_CANCELLED, wish="elder" if is_elder else "ours")
    _tell_of_end(visit, by=by, is_elder=is_elder, way=way, was_told=was_told)
    return visit


def cancel_coming(request: VisitRequest, *, by: Account | None, reason: str, before: date | None = None) -> list[Visit]:
    """Cancel what is to come of a request that is withdrawn or paused, by whoever was allowed to do that."""
    coming = request.visits.filter(state__in=COMING, starts_at__gt=timezone.now(), along_with=None)
    if before is not None:
        coming = coming.filter(starts_at__lt=timezone.make_aware(datetime.combine(before, time.min)))
    visits = list(coming.select_related("person", "trainer__person", "request__person", "request__district"))
    for visit in visits:
        was_told = _end(visit, by=by, reason=reason, kind=Kind.VISIT_CANCELLED, wish="elder")
        _tell_of_end(visit, by=by, is_elder=True, way=None, was_told=was_told)
    return visits


def _end(visit: Visit, *, by: Account | None, reason: str, kind: Kind, **facts: str) -> bool:
    """End a visit, and say whether the elder knew of it: a time that waited for a second was told to nobody."""
    was_told = is_told(visit)
    visit.state, visit.ended_at, visit.ended_by = VisitState.CANCELLED, timezone.now(), by
    visit.end_reason, visit.code, visit.answer_by = reason.strip()[:300], "", None
    visit.word = visit.presence_code = ""
    visit.version += 1
    visit.save()
    visit.seconds.filter(state__in=COMING).update(
        state=VisitState.CANCELLED, ended_at=visit.ended_at, ended_by=by, version=F("version") + 1
    )
    settle_request(visit.request)
    _note(kind, visit, **facts)
    return was_told


def _tell_of_end(visit: Visit, *, by: Account | None, is_elder: bool, way: Way | None, was_told: bool) -> None:
    """Tell the trainers, unless it was one of them; and the elder, unless they did it themselves a moment ago."""
    for one in (visit, *visit.seconds.all()):
        if by is None or by.person_id != one.trainer.person_id:
            telling.tell_trainer(one, "trainer_visit_cancelled")
    by_themself = way == Way.LINK or (by is not None and by.person_id == visit.person_id)
    if was_told and not by_themself:
        why = "wish" if is_elder else visit.end_reason if visit.end_reason == SILENCE else "us"
        telling.tell_elder(visit, "visit_cancelled", why=why)


# Once more ------------------------------------------------------------------------------------------
@transaction.atomic
def come_again(visit: Visit, *, by: Account | None = None, way: Way | None = None) -> VisitRequest:
    """Ask for another visit following one that is over. A finished course is opened again.

    Raises NotYours, AddressMissing (it was deleted meanwhile: ask anew), AlreadyAsked, ChangedMeanwhile.
    """
    visit = locked(visit)
    if way == Way.LINK:
        _check(visit, Way.LINK, by, Did.ASKED_VISITS)
    else:
        act_as(visit.person, by=by, did=Did.ASKED_VISITS, subject=_subject(visit))
    request = VisitRequest.objects.select_for_update().get(pk=visit.request_id)
    if visit.state in COMING or request.state == RequestState.PAUSED:
        raise ChangedMeanwhile
    if request.state not in OPEN_REQUESTS:
        _open_again(request)
    held = request.visits.filter(state__in=HOLDS_TIME, along_with=None).count()
    if held >= request.visits_wanted:
        if held >= MOST_VISITS:
            raise ChangedMeanwhile
        request.visits_wanted = held + 1
    request.save()
    _note(Kind.VISIT_COME_AGAIN, visit)
    return settle_request(request)


def _open_again(request: VisitRequest) -> None:
    if request.address_gone_at or not people.has_home(request.person):
        raise AddressMissing
    if VisitRequest.objects.filter(person=request.person_id, state__in=OPEN_REQUESTS).exists():
        raise AlreadyAsked
    request.state, request.ended_at, request.end_reason = RequestState.WAITING, None, ""


# Time -----------------------------------------------------------------------------------------------
def let_go(now: datetime) -> int:
    """Let the times go that nobody has answered; says how many."""
    unanswered = Visit.objects.filter(state=VisitState.PROPOSED, along_with=None)
    late = unanswered.filter(Q(answer_by__lte=now) | Q(starts_at__lte=now)).order_by("pk")
    return sum(_let_go_if_late(visit, now) for visit in late[:200])


@transaction.atomic
def _let_go_if_late(visit: Visit, now: datetime) -> bool:
    visit = locked(visit)
    is_late = visit.starts_at <= now or (visit.answer_by is not None and visit.answer_by <= now)
    if visit.state != VisitState.PROPOSED or not is_late:
        return False
    # Of who was suspended nobody was asked any more: that the time goes is not the elder's silence.
    reason = SILENCE if visit.trainer.suspended_at is None else ""
    was_told = _end(visit, by=None, reason=reason, kind=Kind.VISIT_LET_GO)
    _tell_of_end(visit, by=None, is_elder=False, way=None, was_told=was_told)
    return True


# Who ------------------------------------------------------------------------------------------------
def locked(visit: Visit) -> Visit:
    """Lock a visit's request, then the visit, in the order of `book`; read it as it is now."""
    VisitRequest.objects.select_for_update(of=("self",)).get(visits=visit.pk)
    rows = Visit.objects.select_for_update(of=("self",))
    return rows.select_related("person", "trainer__person", "request__person", "request__district").get(pk=visit.pk)


def _check(visit: Visit, way: Way, by: Account | None, did: Did) -> None:
    """Raise NotYours unless this answer may come in this way from this account."""
    if not visit.person.speaks_for_themself or visit.along_with_id:
        raise NotYours
    if way == Way.LINK:
        if by is not None and by.person_id != visit.person_id:
            raise NotYours
        return
    if way == Way.CODE:
        if not _may_bring_code(visit, by):
            raise NotYours
        return
    if way == Way.COMPANION and did == Did.AGREED_VISIT and visit.person.speak_alone:
        raise NotYours
    said = act_as(visit.person, by=by, did=did, subject=_subject(visit), title=telling.when(visit))
    if said != way or (way != Way.SITE and by is not None and is_going(visit, by)):
        raise NotYours


def _take_try(visit: Visit, code: str, *, by: Account | None) -> None:
    """Count one try at the code, and raise CodeWrong unless it was the right one."""
    with transaction.atomic():
        visit = locked(visit)
        if not _may_bring_code(visit, by):
            raise NotYours
        if visit.state != VisitState.PROPOSED:
            raise ChangedMeanwhile
        Visit.objects.filter(pk=visit.pk).update(code_tries=F("code_tries") + 1)
    digits = "".join(sign for sign in code if sign.isdigit())
    is_open = bool(visit.code) and visit.code_tries < MOST_TRIES
    if not (is_open and constant_time_compare(digits, visit.code)):
        raise CodeWrong


def _may_bring_code(visit: Visit, by: Account | None) -> bool:
    """The code proves that the elder said yes, so whoever has them on the phone may bring it: us, or the trainer."""
    if by is None or people.is_helper_of(by.person_id, visit.person_id):
        return False
    return is_office(by) or _is_trainer(visit, by)


def _is_trainer(visit: Visit, by: Account) -> bool:
    return by.person_id == visit.trainer.person_id and people.has_role(by, Role.TRAINER)


def is_going(visit: Visit, by: Account) -> bool:
    """Whether somebody is one of those who would come; they answer for nobody they visit."""
    going: Iterable[int] = [visit.trainer.person_id, *visit.seconds.values_list("trainer__person", flat=True)]
    return by.person_id in going


def _check_proposed(visit: Visit, version: int | None) -> None:
    is_as_shown = version in (None, visit.version)
    if visit.state != VisitState.PROPOSED or not is_as_shown or visit.starts_at <= timezone.now():
        raise ChangedMeanwhile


def _subject(visit: Visit) -> str:
    return f"visit:{visit.key}"


def _note(kind: Kind, visit: Visit, **facts: str) -> None:
    note(kind, who=visit.person.key, subject=_subject(visit), is_check=visit.request.is_check, **facts)
