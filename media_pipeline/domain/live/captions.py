"""Lines of live captions: said, taken back, told to who watches, and kept with the film afterwards.

A line is told in its own transaction (`signals.cue_said`), so that who follows a broadcast misses none. After the end
the lines become the captions of the recording: what people typed has to be corrected and reviewed as ever, what a
machine heard stays the machine's.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from media_pipeline.captions.cue import Cue, clean
from media_pipeline.captions.live import LONGEST_LINE, LiveLine, laid_out, seen_ms
from media_pipeline.captions.merge import Change
from media_pipeline.domain import caption
from media_pipeline.errors import CaptionsInvalid, NotOnAir
from media_pipeline.models import (
    Broadcast,
    BroadcastState,
    CaptionTrack,
    LiveCue,
    LiveSegment,
    TakeState,
    Work,
    WorkKind,
)
from media_pipeline.models.work import ACTIVE
from media_pipeline.signals import cue_said, cue_unsaid

from .clock import film_ms

__all__ = ["edge", "hear_said", "keep", "keep_left_out", "line_of", "lines", "say", "unsay"]

SOUND = "livesound"
AFTER_END = timedelta(minutes=2)  # who types is some seconds behind, and ends their sentence
_TWICE = timedelta(minutes=5)  # the same line again within this is a request that was sent again
_UNTOLD_MS = 5_000  # how long ago the words were, where nobody says: a device without JavaScript
_MOST = 20_000
_LEFT_OUT = timedelta(days=3)


def edge(broadcast: Broadcast, *, at: datetime | None = None) -> int:
    """How far the broadcast is that can be watched, or was `at` a moment, in ms of its clock; 0 before it is on air."""
    made = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=True)
    newest = (made.filter(made_at__lte=at) if at else made).order_by("-start_ms").first()
    return newest.start_ms + newest.duration_ms if newest else 0


def lines(broadcast: Broadcast, *, language: str = "") -> list[LiveCue]:
    """All lines of a broadcast, in the order of their words."""
    rows = LiveCue.objects.filter(broadcast=broadcast)
    return list(rows.filter(language=language) if language else rows)


def line_of(cue: LiveCue) -> LiveLine:
    """A row as it is seen in the stream: where the broadcast was when the line came."""
    start = cue.start_ms + cue.delay_ms
    return LiveLine(start, start + cue.end_ms - cue.start_ms, cue.text, f"live-{cue.pk}")


@transaction.atomic
def say(broadcast: Broadcast, *, language: str, start_ms: int | None = None, text: str, by: Any = None) -> LiveCue:
    """Show a line that somebody typed; `start_ms` is when its words were said. The same sent again is one line.

    Raises CaptionsInvalid for no words or too many, and NotOnAir.
    """
    held = Broadcast.objects.select_for_update(of=("self",)).select_related("film").get(pk=broadcast.pk)
    _refuse_off_air(held)
    words = _words(text)
    newest = edge(held)
    start = max(0, newest - _UNTOLD_MS) if start_ms is None else min(max(0, start_ms), newest)
    same = LiveCue.objects.filter(
        broadcast=held, language=language, by=by, text=words, made_at__gt=timezone.now() - _TWICE
    )
    known = same.filter(start_ms=start).first() if start_ms is not None else _if_newest(same.last(), by)
    if known:
        return known
    if LiveCue.objects.filter(broadcast=held).count() >= _MOST:
        raise CaptionsInvalid("many")
    cue = LiveCue.objects.create(
        broadcast=held, language=language, start_ms=start, end_ms=start + seen_ms(words), text=words, by=by,
        delay_ms=_delay(held, start),
    )  # fmt: skip
    cue_said.send(sender=LiveCue, broadcast_id=held.pk, cue=cue)
    if held.state == BroadcastState.ENDED:
        _add_to_track(held, cue, by=by)
    return cue


@transaction.atomic
def hear_said(broadcast_id: UUID, language: str, cues: Iterable[Cue]) -> list[LiveCue]:
    """Show what a machine heard."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    made = []
    for cue in cues:
        row = LiveCue.objects.create(
            broadcast=broadcast, language=language, start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text,
            is_machine=True, delay_ms=_delay(broadcast, cue.start_ms),
        )  # fmt: skip
        cue_said.send(sender=LiveCue, broadcast_id=broadcast_id, cue=row)
        made.append(row)
    return made


@transaction.atomic
def unsay(cue: LiveCue) -> bool:
    """Take a line back; says whether it was there. It goes from the captions of the recording too."""
    held = Broadcast.objects.select_for_update(of=("self",)).select_related("film").get(pk=cue.broadcast_id)
    _refuse_off_air(held)
    pk, language = cue.pk, cue.language
    if not LiveCue.objects.filter(pk=pk, broadcast=held).delete()[0]:
        return False
    cue_unsaid.send(sender=LiveCue, broadcast_id=held.pk, cue_id=pk, language=language)
    if held.state == BroadcastState.ENDED:
        _drop_from_track(held, pk, language)
    return True


def _if_newest(cue: LiveCue | None, by: Any) -> LiveCue | None:
    """Without a time a line is the same only if nothing came after it: lines are sent in turn."""
    newest = LiveCue.objects.filter(broadcast=cue.broadcast_id, by=by).order_by("-pk").first() if cue and by else None
    return cue if newest == cue else None


def _refuse_off_air(broadcast: Broadcast) -> None:
    over = broadcast.state == BroadcastState.ENDED and not _is_just_over(broadcast)
    if over or broadcast.state == BroadcastState.REHEARSAL:
        raise NotOnAir


def _is_just_over(broadcast: Broadcast) -> bool:
    was_shown = broadcast.on_air_at is not None and not broadcast.stopped_because
    return was_shown and broadcast.ended_at is not None and broadcast.ended_at > timezone.now() - AFTER_END


def _words(text: str) -> str:
    words = " ".join(clean(text).split())
    is_seen = any(unicodedata.category(sign)[0] in "LNPS" for sign in words)
    if not is_seen or len(words) > LONGEST_LINE:
        raise CaptionsInvalid("text")
    return words


def _delay(broadcast: Broadcast, start_ms: int) -> int:
    """How long ago the words at this moment of the broadcast were said, in ms."""
    segments = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=True, start_ms__lte=start_ms)
    segment = segments.order_by("-start_ms").first()
    if segment is None:
        return 0
    said = segment.captured_at + timedelta(milliseconds=start_ms - segment.start_ms)
    return max(0, int((timezone.now() - said) / timedelta(milliseconds=1)))


# Afterwards -----------------------------------------------------------------------------------------
@transaction.atomic
def keep(broadcast: Broadcast) -> list[CaptionTrack]:
    """Make the captions of the recording of the lines that came live, where nobody has begun any; twice is once.

    Where people typed, the machine fills in only what they left out. While the machine still writes, it is waited for.
    """
    held = Broadcast.objects.select_for_update(of=("self",)).select_related("film", "take").get(pk=broadcast.pk)
    if held.state != BroadcastState.ENDED or (held.take and held.take.state == TakeState.OPEN):
        return []  # pieces may still come, which would move what was said after them
    said = lines(held)
    kept = [_keep_language(held, language, said) for language in sorted({cue.language for cue in said})]
    return [track for track in kept if track]


def keep_left_out(now: datetime | None = None) -> int:
    """Keep the lines of broadcasts that ended while nobody looked; says of how many."""
    since = (now or timezone.now()) - _LEFT_OUT
    kept = CaptionTrack.objects.filter(film=OuterRef("broadcast__film"), language=OuterRef("language"))
    rows = LiveCue.objects.filter(broadcast__state=BroadcastState.ENDED, broadcast__ended_at__gt=since)
    rows = rows.exclude(broadcast__take__state=TakeState.OPEN)
    left = rows.filter(~Exists(kept.exclude(revision=0))).order_by().values_list("broadcast", flat=True).distinct()
    return sum(bool(keep(broadcast)) for broadcast in Broadcast.objects.filter(pk__in=list(left)))


def _keep_language(broadcast: Broadcast, language: str, said: list[LiveCue]) -> CaptionTrack | None:
    mine = [cue for cue in said if cue.language == language]
    typed = [cue for cue in mine if not cue.is_machine]
    heard = [cue for cue in mine if cue.is_machine and not _is_beside(cue, typed)]
    film = broadcast.film
    track = CaptionTrack.objects.filter(film=film, language=language).first()
    if track and track.revision:
        return None
    if not typed and (Work.objects.filter(film=film, kind=WorkKind.LIVE_CAPTIONS, state__in=ACTIVE).exists()):
        return None
    to_film = _to_film(broadcast)
    cues = laid_out(_cue(row, to_film) for row in [*typed, *heard])
    if not typed:
        caption.keep_machine(film, language, cues)
    else:
        authors = {cue.by_id for cue in typed}
        by = typed[0].by if len(authors) == 1 else None
        caption.keep_live(film, language, cues, by=by)
    return CaptionTrack.objects.filter(film=film, language=language).first()


def _is_beside(cue: LiveCue, typed: list[LiveCue]) -> bool:
    return any(one.start_ms < cue.end_ms and one.end_ms > cue.start_ms for one in typed)


def _cue(row: LiveCue, to_film: Callable[[int], int]) -> Cue:
    start = to_film(row.start_ms)
    return Cue(_id(row.pk), start, start + row.end_ms - row.start_ms, row.text)


def _to_film(broadcast: Broadcast) -> Callable[[int], int]:
    """What makes a time of the broadcast one of its film: within a stretch without gaps they differ by the same."""
    rows = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=True, rendition=SOUND).values("init")
    begins = [row["first"] for row in rows.annotate(first=Min("start_ms")).order_by("first")]
    shifts = [film_ms(broadcast, first) - first for first in begins]

    def to_film(live_ms: int) -> int:
        stretch = bisect_right(begins, live_ms) - 1
        return max(0, live_ms + (shifts[stretch] if stretch >= 0 else 0))

    return to_film


def _id(pk: int) -> str:
    return f"live-{pk}"


def _add_to_track(broadcast: Broadcast, cue: LiveCue, *, by: Any) -> None:
    """A line that came after the end joins those that were kept."""
    track = CaptionTrack.objects.filter(film=broadcast.film, language=cue.language).exclude(revision=0).first()
    if track:
        caption.save(track, [Change(None, _cue(cue, _to_film(broadcast)))], base=track.revision, by=by)


def _drop_from_track(broadcast: Broadcast, pk: int, language: str) -> None:
    track = CaptionTrack.objects.filter(film=broadcast.film, language=language).exclude(revision=0).first()
    found = [cue for cue in caption.draft(track).cues if cue.id == _id(pk)] if track else []
    if track and found:
        caption.save(track, [Change(found[0], None)], base=track.revision, by=None)
