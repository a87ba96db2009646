"""Join the runs of one take into one file: after a reload a recorder begins anew.

Runs of the same kind are joined without decoding, in two steps: each is first written anew as
Matroska, so that what ffmpeg's concat opens is of our own making and not what somebody sent. Runs
that differ (the tablet was turned, another camera was chosen) are decoded and fitted into the frame
of the first.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from . import command
from .facts import Facts, Video
from .probe import Bounds, inspect
from .progress import Progress
from .run import FfmpegFailed, run

__all__ = ["join"]

_SECONDS = 60.0  # a copy may take, at least
_SPARE = 2**26  # bytes; of small runs the container may be the larger part
_BYTES_A_SECOND = 5_000_000  # far more than a browser records
_TIMES = 20  # an encode may take so many times the length of the film


def join(
    runs: Sequence[Path],
    folder: Path,
    *,
    bounds: Bounds | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_part: Callable[[float], None] = lambda part: None,
) -> Path:
    """One Matroska file in `folder` with the runs in a row; a single run is given back as it is.

    `on_part` hears how much of what has to be encoded is done, 0.0–1.0.
    Raises facts.Unusable when a run is no film, run.FfmpegFailed or run.Stopped.
    """
    if len(runs) == 1:
        return runs[0]
    parts = [(path, inspect(path, bounds or Bounds(), should_stop=should_stop)) for path in runs]
    seconds = sum(facts.seconds for _, facts in parts)
    joined = folder / "joined.mkv"
    if len({_kind(facts) for _, facts in parts}) == 1:
        try:
            _copy(runs, folder, joined.name, _SECONDS + seconds, should_stop)
            return joined
        except FfmpegFailed as error:
            if error.is_ours:
                raise  # else packets out of order, which decoding puts right
    arguments = command.join_encoded(parts, joined.name)
    timeout = _SECONDS + _TIMES * seconds
    largest = _SPARE + int(seconds * _BYTES_A_SECOND)
    told = Progress(seconds, on_part)
    run(arguments, timeout=timeout, largest=largest, folder=folder, on_line=told, should_stop=should_stop)
    return joined


def _copy(
    runs: Sequence[Path],
    folder: Path,
    joined: str,
    timeout: float,
    should_stop: Callable[[], bool] | None,
) -> None:
    names = [f"clean-{number:04}.mkv" for number in range(len(runs))]
    largest = _SPARE + 2 * sum(path.stat().st_size for path in runs)
    for path, name in zip(runs, names, strict=True):
        arguments = command.clean(path, name)
        run(arguments, timeout=timeout, largest=largest, folder=folder, should_stop=should_stop)
    listing = folder / "runs.ffconcat"
    listing.write_text("ffconcat version 1.0\n" + "".join(f"file {name}\n" for name in names))
    arguments = command.join(listing.name, joined)
    run(arguments, timeout=timeout, largest=largest, folder=folder, should_stop=should_stop)
    for name in names:
        (folder / name).unlink()


def _kind(facts: Facts) -> tuple[object, ...]:
    """What has to be equal for packets of two files to follow one another."""
    video, audio = facts.video, facts.audio
    return (
        _shape(video) if video else None,
        (audio.codec, audio.channels, audio.sample_rate) if audio else None,
    )


def _shape(video: Video) -> tuple[object, ...]:
    return video.codec, video.profile, video.pixels, video.width, video.height, video.rotation
