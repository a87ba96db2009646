"""A short film comes in as a phone took it, and goes out as one small file that everything plays, with a picture."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile, File

from media_pipeline import limits, storage
from media_pipeline.errors import ClipUnfit
from media_pipeline.ffmpeg import clip, command
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.ffmpeg.run import FfmpegFailed, run
from media_pipeline.pictures import UnfitPicture, drawn_anew

__all__ = ["Clip", "make"]

_SPARE = 5.0  # seconds: nobody stops a telephone to the second
_SHORTEST = 0.5  # seconds
_NICE = 5


@dataclass(frozen=True)
class Clip:
    """A short film made to be played, MP4; a picture of it, JPEG; and how long it is."""

    film: bytes
    picture: bytes
    ms: int


def make(came: File[bytes] | bytes, *, longest: float) -> Clip:
    """Make a short film into a file to be played. `longest` is in seconds. Raises ClipUnfit; NoRoom for now."""
    film = ContentFile(came) if isinstance(came, bytes) else came
    with storage.workspace("clip", needs=film.size + limits.encode_bytes(clip.BITS, longest)) as scratch:
        source = scratch / "source"
        with source.open("wb") as copy:
            copy.writelines(film.chunks())
        facts = _facts(source, longest + _SPARE)
        try:
            return _written(source, facts, scratch, longest)
        except (FfmpegFailed, UnfitPicture) as error:
            if getattr(error, "is_ours", False):
                raise
            raise ClipUnfit("broken") from error


def _facts(source: Path, longest: float) -> Facts:
    try:
        facts = inspect(source, Bounds(longest_seconds=longest))
    except Unusable as error:
        raise ClipUnfit("too_long" if error.reason == Reason.TOO_LONG else "broken") from error
    if facts.video is None or facts.seconds < _SHORTEST:
        raise ClipUnfit("broken")
    return facts


def _written(source: Path, facts: Facts, scratch: Path, longest: float) -> Clip:
    timeout = limits.encode_seconds(facts.seconds)
    largest = limits.encode_bytes(clip.BITS, facts.seconds)
    run(clip.write(source, facts), timeout=timeout, largest=largest, nice=_NICE, folder=scratch)
    made = scratch / clip.MADE
    seconds = inspect(made, Bounds(longest_seconds=longest + 2 * _SPARE)).seconds
    run(command.poster(source, facts, at=facts.seconds / 2), timeout=timeout, nice=_NICE, folder=scratch)
    picture = drawn_anew((scratch / "poster.jpg").read_bytes(), side=clip.SIDE)
    return Clip(made.read_bytes(), picture, round(seconds * 1000))
