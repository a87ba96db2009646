"""Changing and cancelling a webinar: everybody who has to know is told, and nobody loses a seat they have.

What only makes the words better tells nobody. What matters to who comes is the day, the hour, the length, the language
and the captions. A new day of an announced webinar takes the speaker's yes, written down with it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import ReasonWanting, SpeakerHasNotAgreed, TimeIsPast, TooFewSeats, WebinarMovedOn
from courses.models import Registration, Webinar, WebinarState
from elearn.history.api import Kind, note
from elearn.people.models import Account, Person

from . import asks, polls, telling
from .announce import PHONE, refuse_phone_yes, refuse_speaker
from .queries import seated
from .register import move_up

# Who comes has to know of these; of the hour of asking too, where the speaker was asked.
TOLD = ("starts_at", "minutes", "language", "live_captions")
WHEN = ("starts_at", "minutes")
BEFORE = (WebinarState.OFFERED, WebinarState.DRAFT)
CAN_BE_CANCELLED = (WebinarState.OFFERED, WebinarState.DRAFT, WebinarState.ASKED, WebinarState.ANNOUNCED)


@transaction.atomic
def change(
    webinar: Webinar, *, by: Account, hosts: Iterable[Person] | None = None,
    captioners: Iterable[Person] | None = None, speaker_agreed: bool = False, version: int | None = None,
    now: datetime | None = None, **facts: Any,
) -> Webinar:  # fmt: skip
    """Change what a webinar's row says and tell who has to know.

    `speaker_agreed`: the speaker has said yes to the new day by phone, or is the one who changes it. Raises
    WebinarMovedOn, SpeakerHasNotAgreed, TimeIsPast, TooFewSeats; SpeakerCannot as for a yes by phone.
    """
    webinar = Webinar.objects.select_for_update(no_key=True, of=("self",)).select_related("speaker").get(pk=webinar.pk)
    _refuse(webinar, version=version, facts=facts)
    changed = [name for name, value in facts.items() if getattr(webinar, name) != value]
    before = webinar.starts_at
    if set(changed) & set(WHEN):
        _settle_time(webinar, facts, by=by, speaker_agreed=speaker_agreed, now=now or timezone.now())
    for name in changed:
        setattr(webinar, name, facts[name])
    if set(changed) & set(TOLD):
        webinar.sequence += 1
    webinar.save()
    for people, field in ((hosts, webinar.hosts), (captioners, webinar.captioners)):
        if people is not None:
            field.set(people)
    if changed:
        _follow(webinar, changed, by=by, before=before)
    return webinar


def _refuse(webinar: Webinar, *, version: int | None, facts: dict[str, Any]) -> None:
    if version is not None and version != webinar.sequence:
        raise WebinarMovedOn
    if webinar.state in (WebinarState.CANCELLED, WebinarState.ENDED):
        raise WebinarMovedOn
    speaker = facts.get("speaker", webinar.speaker)
    if speaker != webinar.speaker:
        if webinar.state not in BEFORE:
            raise WebinarMovedOn
        refuse_speaker(speaker)
    seats = facts.get("seats")
    if seats is not None and seats != webinar.seats and seats < seated(webinar).count():
        raise TooFewSeats


def _settle_time(
    webinar: Webinar, facts: dict[str, Any], *, by: Account, speaker_agreed: bool, now: datetime
) -> None:  # fmt: skip
    """Refuse a day that is past or not agreed to; reminders begin anew for the new one."""
    if webinar.state in BEFORE:
        return
    starts_at = facts.get("starts_at", webinar.starts_at)
    if webinar.state == WebinarState.ON_AIR and starts_at != webinar.starts_at:
        raise WebinarMovedOn
    if starts_at == webinar.starts_at:
        return
    if starts_at is None or starts_at <= now:
        raise TimeIsPast
    if webinar.state == WebinarState.ASKED:
        return  # asked once more below
    if by.person_id != webinar.speaker_id:
        if not speaker_agreed:
            raise SpeakerHasNotAgreed
        refuse_phone_yes(webinar, by=by)
    webinar.agreed_at = now
    webinar.followed_up_at = None  # nobody may have begun it on the day before
    Registration.objects.filter(webinar=webinar).update(reminded=[])


def _follow(webinar: Webinar, changed: list[str], *, by: Account, before: datetime | None) -> None:
    """Note a change, tell of it and let free seats move up."""
    note(
        Kind.WEBINAR_CHANGED, who=by.person.key, subject=f"webinar:{webinar.pk}", is_check=webinar.speaker.is_check,
        what=" ".join(sorted(changed)), way=PHONE if "starts_at" in changed and webinar.agreed_at else "",
    )  # fmt: skip
    told = set(changed) & set(TOLD)
    if webinar.state == WebinarState.ASKED and told:
        telling.tell_speaker(webinar, "webinar_asked")
    elif webinar.state in (WebinarState.ANNOUNCED, WebinarState.ON_AIR) and told:
        moved = "starts_at" in changed
        telling.tell_everybody(webinar, "webinar_changed", moved=moved, before=telling.iso(before) if moved else "")
    if "seats" in changed:
        move_up(webinar)


@transaction.atomic
def cancel(webinar: Webinar, *, reason: str, by: Account | None, tells_speaker: bool = True) -> Webinar:
    """Cancel a webinar and tell everybody who has to know, with the reason. Raises ReasonWanting, WebinarMovedOn.

    What was asked before goes to the speaker, who can answer in writing: it takes no webinar to be answered.
    Without `by` the site does it itself, because the speaker can no longer speak.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonWanting
    webinar = Webinar.objects.select_for_update(no_key=True, of=("self",)).select_related("speaker").get(pk=webinar.pk)
    if webinar.state not in CAN_BE_CANCELLED:
        raise WebinarMovedOn
    was = webinar.state
    webinar.state, webinar.cancel_reason = WebinarState.CANCELLED, reason[:300]
    webinar.sequence += 1
    webinar.save(update_fields=["state", "cancel_reason", "sequence", "changed_at"])
    if webinar.broadcast:
        films.end_broadcast(webinar.broadcast)  # what was rehearsed is not kept
    note(
        Kind.WEBINAR_CANCELLED, who=by.person.key if by else None, subject=f"webinar:{webinar.pk}",
        is_check=webinar.speaker.is_check, announced=was == WebinarState.ANNOUNCED,
    )  # fmt: skip
    if was == WebinarState.ANNOUNCED:
        polls.close_left_open(webinar)
        if tells_speaker:  # else nobody is there to answer
            asks.collect(webinar)
        without = None if tells_speaker else webinar.speaker_id
        telling.tell_everybody(webinar, "webinar_cancelled", without=without, reason=webinar.cancel_reason)
    elif was in (WebinarState.OFFERED, WebinarState.ASKED):
        telling.tell_speaker(webinar, "webinar_cancelled", reason=webinar.cancel_reason)
    return webinar
