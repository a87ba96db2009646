"""Trying the addresses of sources, a few a minute: which are due, and what an answer means.

An address is dead when it failed on three different days in a row: a server that rests over a weekend is not.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from elearn.history.api import Kind, note

from ..models import LinkState, Source, SourceUse
from ..outside import Answer

FAILED_DAYS = 3
A_SWEEP = 3  # sources tried at most at once
AGAIN = {
    LinkState.UNTRIED: timedelta(days=1),  # claimed once, and the try was lost
    LinkState.GOOD: timedelta(days=7),
    LinkState.FAILING: timedelta(hours=20),
    LinkState.DEAD: timedelta(days=7),
    LinkState.BARRED: timedelta(days=30),
}


def claim_due(*, now: datetime | None = None) -> list[int]:
    """Take the sources whose address is to be tried now: those that guides name, the longest untried first.

    Each is taken once: who claims it has tried it as far as anybody else is concerned.
    """
    now = now or timezone.now()
    used = SourceUse.objects.filter(source=OuterRef("pk")).filter(Q(is_public=True) | Q(is_latest=True))
    due = Q(link_tried_at=None)
    for state, rest in AGAIN.items():
        due |= Q(link_state=state, link_tried_at__lte=now - rest)
    waiting = Source.objects.exclude(address="").filter(Exists(used)).filter(due)
    rows = waiting.order_by(F("link_tried_at").asc(nulls_first=True), "pk").values_list("pk", "link_tried_at")
    return [
        key
        for key, tried_at in rows[:A_SWEEP]
        if Source.objects.filter(pk=key, link_tried_at=tried_at).update(link_tried_at=now) == 1
    ]


@transaction.atomic
def keep_answer(source_id: int, answer: Answer, *, now: datetime | None = None) -> Source:
    """Keep what an address answered. Failures count once a day; an answer makes good whatever was before."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    source = Source.objects.select_for_update().get(pk=source_id)
    source.link_tried_at, source.link_status = now, answer.status
    was_dead = source.link_state == LinkState.DEAD
    if answer.is_there:
        source.link_state, source.link_failed_days = LinkState.GOOD, 0
        source.link_failed_on = source.dead_since = None
    elif answer.is_barred:
        source.link_state = LinkState.BARRED
    elif source.link_failed_on != today:
        source.link_failed_days = min(source.link_failed_days + 1, 1000)
        source.link_failed_on = today
        is_dead = source.link_failed_days >= FAILED_DAYS
        source.link_state = LinkState.DEAD if is_dead else LinkState.FAILING
        source.dead_since = source.dead_since or (today if is_dead else None)
    source.save(update_fields=[
        "link_state", "link_status", "link_tried_at", "link_failed_days", "link_failed_on", "dead_since",
    ])  # fmt: skip
    if source.link_state == LinkState.DEAD and not was_dead:
        note(Kind.SOURCE_DEAD, subject=f"source:{source.pk}", status=answer.status)
    return source
