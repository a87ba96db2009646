"""What can be played of a broadcast, read from its rows by every process that gives it to viewers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.captions.live import LiveLine
from media_pipeline.ffmpeg.splice_mp4 import read_head
from media_pipeline.ffmpeg.splice_webm import Incomplete
from media_pipeline.models import Broadcast, BroadcastState, LiveCue, LiveRun, LiveSegment, Work, WorkKind, WorkState

from .captions import line_of
from .playlist import PICTURE, SOUND, Line, Look

__all__ = ["Captions", "NotThere", "Side", "captions", "facts", "is_complete", "looks", "segments", "zero_of"]

# Nobody works on it any more, and the process that should have said so is gone.
_GIVEN_UP = timedelta(minutes=3)
_FIELDS = ("rendition", "number", "run", "init", "file", "start_ms", "duration_ms", "bytes", "captured_at")


class NotThere(Exception):
    """There is no such broadcast any more."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is on air of a broadcast, or what is rehearsed; the two never meet."""

    broadcast: UUID
    is_on_air: bool


@dataclass(frozen=True, slots=True)
class Captions:
    """Lines of live captions by language, as they are seen in the stream; `mark` tells whether they changed."""

    mark: tuple[int, int] = (0, 0)
    lines: dict[str, list[LiveLine]] = field(default_factory=dict)


def facts(side: Side) -> tuple[UUID, str]:
    """The film of a broadcast and its language. Raises NotThere."""
    found = Broadcast.objects.filter(pk=side.broadcast).values_list("film_id", "film__language").first()
    if found is None:
        raise NotThere
    return found


def segments(side: Side, after: Mapping[str, int]) -> dict[str, list[Line]]:
    """Lines of each rendition after the numbers one has (−1: from the first), in order; one query."""
    wanted = Q()
    for rendition in (PICTURE, SOUND):
        wanted |= Q(rendition=rendition, number__gt=after.get(rendition, -1))
    rows = LiveSegment.objects.filter(wanted, broadcast=side.broadcast, is_on_air=side.is_on_air)
    found: dict[str, list[Line]] = {PICTURE: [], SOUND: []}
    for rendition, number, run, init, file, start, length, size, captured in rows.order_by("number").values_list(
        *_FIELDS
    ):
        found[rendition].append(Line(number, run, init, file, start, length, size, captured.timestamp()))
    return found


def is_complete(side: Side) -> bool:
    """Whether nothing will come any more: it has ended, and nobody works on what came last."""
    ended = Broadcast.objects.filter(pk=side.broadcast, state=BroadcastState.ENDED)
    row = ended.values_list("film_id", "ended_at").first()
    if row is None:
        return not Broadcast.objects.filter(pk=side.broadcast).exists()
    film, ended_at = row
    if not Work.objects.filter(
        film=film, kind=WorkKind.LIVE, state__in=(WorkState.WAITING, WorkState.RUNNING)
    ).exists():
        return True
    newest = LiveSegment.objects.filter(broadcast=side.broadcast).aggregate(at=Max("made_at"))["at"]
    return timezone.now() - max(moment for moment in (newest, ended_at) if moment) > _GIVEN_UP


def looks(side: Side) -> dict[str, Look]:
    """What the master playlist says of each rendition, as the newest run was made."""
    runs = LiveRun.objects.filter(broadcast=side.broadcast, is_on_air=side.is_on_air).exclude(made={})
    made = runs.order_by("-number").values_list("made", flat=True).first()
    if not made:
        return {}
    found = {}
    if made.get("width"):
        found[PICTURE] = Look(made["codecs"], made["width"], made["height"])
    if made.get("sound_codecs"):
        found[SOUND] = Look(made["sound_codecs"])
    return found


def captions(side: Side, known: Captions) -> Captions:
    """The captions as they are now; those one knows where nothing changed."""
    rows = LiveCue.objects.filter(broadcast=side.broadcast)
    told = rows.aggregate(count=Count("pk"), newest=Max("pk"))
    mark = (told["count"], told["newest"] or 0)
    if mark == known.mark:
        return known
    lines: dict[str, list[LiveLine]] = {}
    for cue in rows:
        lines.setdefault(cue.language, []).append(line_of(cue))
    return Captions(mark, lines)


def zero_of(folder: str, line: Line) -> int:
    """What the clock of the media shows, in ms, where a stretch begins with this line.

    Raises FileNotFoundError, or ValueError for what is no such media.
    """
    data = b""
    for name in (line.init, line.file):
        with storage.films().open(f"{folder}/{name}", "rb") as file:
            data += file.read()
    try:
        size, tracks = read_head(data)
    except Incomplete as error:
        raise ValueError(f"{line.init} is cut short") from error
    cut = next(iter(tracks.cuts(data, size)), None)
    return round(cut.ms) if cut else 0
