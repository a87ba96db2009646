"""Calls that people asked for: ask, note what came of a call, forget in time."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from elearn.history import api as history

from ..models import Account, CallBack, CallBackState, Person

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def ask_for_call(
    name: str,
    *,
    phone: str,
    best_time: str,
    language: str,
    about: str = "",
    person: Person | None = None,
    is_office: bool = False,
) -> CallBack:
    """Keep that somebody wants to be called on a number (E.164). Asking again changes the call that waits already.

    `is_office`: one of us wrote it down while they were on the phone.
    """
    words = {"name": name, "best_time": best_time, "language": language, "about": about, "person": person}
    waiting = CallBack.objects.exclude(state=CallBackState.DONE).filter(phone=phone)
    call, is_new = waiting.update_or_create(phone=phone, defaults=words)
    if is_new:
        facts: dict[str, Any] = {"when": best_time} | ({"role": "office"} if is_office else {})
        history.note(history.Kind.CALL_ASKED, who=person.key if person else None, subject=f"call:{call.pk}", **facts)
    return call


@transaction.atomic
def note_call(call: CallBack, *, reached: bool, by: Account) -> bool:
    """Note that somebody called, and whether they were reached; False when a colleague had already reached them."""
    noted = (
        CallBack.objects.filter(pk=call.pk)
        .exclude(state=CallBackState.DONE)
        .update(
            state=CallBackState.DONE if reached else CallBackState.NOT_REACHED,
            tries=F("tries") + 1,
            called_by=by,
            called_at=timezone.now(),
        )
    )
    if noted and reached:
        history.note(history.Kind.CALLED_BACK, subject=f"call:{call.pk}")
    return bool(noted)


def calls_to_make() -> QuerySet[CallBack]:
    """Who waits for a call, longest first."""
    return CallBack.objects.exclude(state=CallBackState.DONE)


def forget_calls() -> int:
    """Delete names and numbers of calls made 30 days ago; says how many."""
    deleted, _ = CallBack.objects.filter(state=CallBackState.DONE, called_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted
