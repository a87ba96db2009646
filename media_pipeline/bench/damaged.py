"""What becomes of damaged files: each ends published or clearly refused, no worker dies, nothing goes over its limits.

A few seconds of real film are put into the containers that telephones, tablets and cameras write, and then spoilt in
ways that a seed decides (see `damage`). Each file goes the whole way of a film, in this very process: what would end a
worker would end this.
"""

import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_pipeline import api
from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.guard import THREADS, Limits, Spent
from media_pipeline.models import Film, FilmState, Refusal

from .damage import damaged

__all__ = ["Outcome", "containers", "measure", "outcomes"]

_SECONDS = 2
_ENCODE = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-b:a", "48k")
_CONTAINERS: dict[str, Sequence[str]] = {
    "index last.mp4": ("-c", "copy"),
    "index first.mp4": ("-c", "copy", "-movflags", "+faststart"),
    "a browser's.mp4": ("-c", "copy", "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
    "a browser's.mkv": ("-c", "copy", "-live", "1"),
    "a browser's.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", "-live", "1"),
    "a camera's.ts": ("-c", "copy"),
    "an old camera's.avi": ("-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "a telephone's.mov": ("-c", "copy"),
}


@dataclass
class Outcome:
    """What became of one damaged file. `over` names limits that a process of it went over, `died` what it raised."""

    container: str
    seed: int
    what: str
    state: str = ""
    refusal: str = ""
    died: str = ""
    over: list[str] = field(default_factory=list)
    children: list[tuple[Limits, Spent]] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        clearly = self.state == FilmState.READY or self.state == FilmState.REFUSED and self.refusal in Refusal.values
        return clearly and not self.died and not self.over


def measure(clip: Path | None = None, *, count: int = 200) -> dict[str, Any]:
    """Spoil and publish so many files made of a clip, or of one made here; figures, and each file that went wrong."""
    before = _own_memory()
    with tempfile.TemporaryDirectory(prefix="damaged-") as folder:
        found = list(outcomes(clip, Path(folder), count=count))
    children = [spent for one in found for _, spent in one.children]
    return {
        "files": len(found),
        "published": sum(one.state == FilmState.READY for one in found),
        "refused": sum(one.state == FilmState.REFUSED for one in found),
        "reasons": dict(Counter(one.refusal for one in found if one.refusal)),
        "neither": sum(one.state not in (FilmState.READY, FilmState.REFUSED) for one in found),
        "workers_died": sum(bool(one.died) for one in found),
        "over_limits": sum(bool(one.over) for one in found),
        "processes": len(children),
        "longest_process_s": round(max((spent.wall for spent in children), default=0), 1),
        "largest_process_mb": max((spent.memory for spent in children), default=0) >> 20,
        "most_output_mb": max((spent.output for spent in children), default=0) >> 20,
        "most_threads": max((spent.threads for spent in children), default=0),
        "worker_grew_mb": (_own_memory() - before) >> 20,
        "wrong": [
            {"container": one.container, "seed": one.seed, "what": one.what, "state": one.state,
             "died": one.died, "over": ", ".join(one.over)}
            for one in found if not one.is_good
        ],
    }  # fmt: skip


def outcomes(clip: Path | None, folder: Path, *, count: int, first: int = 0) -> Iterator[Outcome]:
    """Spoil so many files, one after another: each way of damage in turn, and each container in turn."""
    sources = containers(clip, folder)
    for seed in range(first, first + count):
        path = sources[container_of(seed)]
        spoilt = damaged(path.read_bytes(), seed=seed)
        whole = folder / f"spoilt{path.suffix}"
        whole.write_bytes(spoilt.data)
        yield _published(whole, Outcome(path.name, seed, spoilt.what))


def container_of(seed: int) -> int:
    """Which of the eight containers is spoilt: eighty files one after another are every way of damage in each."""
    return (seed // 10 + seed) % 8


def containers(clip: Path | None, folder: Path) -> list[Path]:
    """Two small seconds of a clip in every container."""
    small = folder / "small.mp4"
    sound = ["-f", "lavfi", "-t", str(_SECONDS), "-i", "sine=f=300:r=48000"]
    picture = ["-i", f"file:{clip}"] if clip else ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=25"]
    shape = ["-map", "0:v:0", "-map", "1:a", "-vf", "scale=320:-2"]
    _make(["-t", str(_SECONDS), *picture, *sound, *shape, *_ENCODE, str(small)])
    made = []
    for name, how in _CONTAINERS.items():
        made.append(folder / name)
        _make(["-i", f"file:{small}", *how, f"file:{made[-1]}"])
    return made


def _make(arguments: list[str]) -> None:
    running.run(arguments, timeout=60)


def _published(path: Path, outcome: Outcome) -> Outcome:
    """Take one file all the way and note what became of it; the film is removed again."""
    film = api.open_film(outcome.container, is_check=True)
    with _listening(lambda limits, spent: outcome.children.append((limits, spent))):
        try:
            film = api.prepare_now(api.receive_file(film, path))
        except Exception as error:  # whatever it is, it would have ended a worker
            outcome.died = repr(error)[:200]
    film = Film.objects.get(pk=film.pk)
    outcome.state, outcome.refusal = film.state, film.refusal
    outcome.over = sorted({name for both in outcome.children for name in _over(*both)})
    api.remove_film(film)
    return outcome


@contextmanager
def _listening(listener: Callable[[Limits, Spent], None]) -> Iterator[None]:
    running.listeners.append(listener)
    try:
        yield
    finally:
        running.listeners.remove(listener)


def _over(limits: Limits, spent: Spent) -> Iterator[str]:
    """Names of the limits that a child went over; of the clock a second is granted, for it is looked at in steps."""
    for name, most, used in (
        ("memory", limits.memory, spent.memory),
        ("output", limits.output, spent.output),
        ("processor", limits.processor, spent.processor),
        ("time", limits.wall + 1, spent.wall),
        ("threads", THREADS, spent.threads),
    ):
        if used > most:
            yield f"{name}: {used} of {most}"


def _own_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
