"""What a film costs until it can be watched and until all of it is there: our way and two peers', on the same clip.

The peers' recipes are in `peers`. Ours is measured twice: as the pipeline really does it, through its own doors, with
what everything beside ffmpeg adds; and, for the ratios, with the same rungs as each peer at the same SSIM: the quality
of our encoder is moved until every rung is as good as theirs. A rung that a peer copies is copied by us too. The ratios
are of pictures alone: nobody else brings the sound to one loudness, what that costs is told apart.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from media_pipeline import api, storage
from media_pipeline.domain import loudness
from media_pipeline.ffmpeg import command, ladder
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.guard import Limits, Spent
from media_pipeline.ffmpeg.ladder import Plan, Rung
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.ffmpeg.run import listeners, run
from media_pipeline.models import Film

from . import peers
from .clips import bare_copy, drawn
from .quality import Quality, ssim

__all__ = ["measure"]

TIMEOUT = 3600
LONG = 120  # seconds of the clip on which everything that is not ffmpeg is counted
_EQUAL = 0.0025  # SSIM; a little less than the 0.003 that count as equal
_TRIES = 4
# What is promised of the figures at the top: each is to be at most this.
PROMISED = {
    "watchable_s": 2.0,
    "cpu_ratio_peertube": 0.65,
    "cpu_ratio_mediacms": 0.40,
    "overhead_ratio": 0.05,
    "ssim_delta": 0.003,
    "worker_mb": 300,
    "part_of_limit": 1.0,  # of `long`
}


def missed(found: dict[str, Any]) -> list[str]:
    """What of the promises these figures do not keep, in words; nothing when all are kept."""
    limits = ((name, most) for name, most in PROMISED.items() if name in found)
    return [f"{name} is {found[name]}, promised is at most {most}" for name, most in limits if found[name] > most]


@dataclass
class Clock:
    """Seconds that children of this process took: of wall clock, where several at once count once, and of processor."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    processor: float = 0.0

    def hear(self, limits: Limits, spent: Spent) -> None:
        now = time.monotonic()
        self.spans.append((now - spent.wall, now))
        self.processor += spent.processor

    @property
    def wall(self) -> float:
        total, until = 0.0, 0.0
        for begin, end in sorted(self.spans):
            total += max(0.0, end - max(begin, until))
            until = max(until, end)
        return total


@contextmanager
def clock() -> Iterator[Clock]:
    """Count what runs inside."""
    counted = Clock()
    listeners.append(counted.hear)
    try:
        yield counted
    finally:
        listeners.remove(counted.hear)


def measure(clip: Path | None = None, *, seconds: int = 10, long: int = LONG) -> dict[str, Any]:
    """Measure a clip, or without one two that are made: above and below the bit rate up to which PeerTube copies.

    The figures at the top are the worst of all clips. `ssim_delta`: how far a rung of ours is from its peer at most.
    """
    with tempfile.TemporaryDirectory(prefix="media-bench-") as name:
        folder = Path(name)
        clips = [clip] if clip else [drawn(folder, seconds, "above"), drawn(folder, seconds, "below")]
        found = [_one(path, folder / f"clip-{number}") for number, path in enumerate(clips)]
        overhead = _overhead(clips[-1], folder, long)
    return {
        "watchable_s": max(one["watchable_s"] for one in found),
        "cpu_ratio_peertube": max(one["cpu_ratio_peertube"] for one in found),
        "cpu_ratio_mediacms": max(one["cpu_ratio_mediacms"] for one in found),
        "overhead_ratio": overhead["ratio"],
        "ssim_delta": max(one["ssim_delta"] for one in found),
        "worker_mb": overhead["worker_mb"],
        "overhead": overhead,
        "clips": found,
    }


def _one(clip: Path, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    facts = inspect(clip, Bounds())
    video = facts.video
    if video is None:
        raise FileNotFoundError(f"{clip.name} has no picture")
    rungs = [ladder.rung_of(video, height) for height in sorted(peers.PEERTUBE, reverse=True)
             if height <= video.short_side]  # fmt: skip
    sound = _cost(lambda: _sound(folder / "sound", clip, facts, ladder.plan(facts, has_copy=False)))
    bare = _cost(lambda: bare_copy(folder / "bare", clip))
    produced = _produced(clip)
    copies = peers.peertube_copies(video)
    theirs = _peer(folder / "peertube", clip, facts, peers.peertube(clip, facts, rungs, copies=copies), rungs)
    others = _peer(folder / "mediacms", clip, facts, peers.mediacms(clip, facts, rungs), rungs)
    like_theirs = _matched(folder / "like-peertube", clip, facts, rungs, theirs, peers.PEERTUBE, copies=copies)
    like_others = _matched(folder / "like-mediacms", clip, facts, rungs, others, peers.MEDIACMS, copies=copies)
    deltas = [delta for one in (like_theirs, like_others) for delta in one["ssim_deltas"].values()]
    return {
        "clip": clip.name, "seconds": round(facts.seconds, 1), "kbit_a_second": video.average_bps // 1000,
        "peertube_copies": copies, "sound_cpu": round(sound[1], 2),
        "bare_copy_s": round(bare[0], 2), "watchable_s": produced["watchable_s"],
        "cpu_ratio_peertube": round(like_theirs["cpu"] / theirs["cpu"], 3),
        "cpu_ratio_mediacms": round(like_others["cpu"] / others["cpu"], 3),
        "ssim_delta": max((abs(delta) for delta in deltas), default=0.0),
        "ours": produced, "peertube": theirs, "ours_like_peertube": like_theirs,
        "mediacms": others, "ours_like_mediacms": like_others,
    }  # fmt: skip


def _produced(clip: Path) -> dict[str, Any]:
    """The film as the pipeline makes it, through its doors."""
    film = api.open_film("bench", is_check=True)
    try:
        api.receive_file(film, clip)
        with clock() as counted:
            began = time.monotonic()
            film = api.check_now(film)
            watchable = time.monotonic() - began if film.playable_at else None
            film = api.prepare_now(film)
            wall = time.monotonic() - began
        if film.ready_at is None or film.playable_at is None:
            raise RuntimeError(f"the film was not made: {film.state} {film.refusal} {film.fault}")
        waited = (film.playable_at - film.created_at).total_seconds()
        return {
            "watchable_s": round(waited if watchable is None else watchable, 2), "wall": round(wall, 2),
            "ffmpeg_wall": round(counted.wall, 2), "cpu": round(counted.processor, 2), "rungs": _rows(film, clip),
        }  # fmt: skip
    finally:
        api.remove_film(film)


def _rows(film: Film, clip: Path) -> dict[str, Any]:
    found = {}
    for row in film.renditions.filter(is_live=True):
        told: dict[str, Any] = {"bytes": row.bytes}
        place = storage.local_path(f"{film.folder}/{row.folder}/index.m3u8")
        if row.height and place:
            told["ssim"] = ssim(place, clip, row.width, row.height)
        found[row.name] = told
    return found


def _overhead(clip: Path, folder: Path, seconds: int) -> dict[str, Any]:
    """What everything that is not ffmpeg adds on a longer clip, and what this process, the worker, needs."""
    path = folder / f"long{clip.suffix}"
    times = int(seconds / inspect(clip, Bounds()).seconds)
    run([*("-stream_loop", str(times), "-i", f"file:{clip}", "-c", "copy", "-t", str(seconds)), str(path)],
        timeout=TIMEOUT)  # fmt: skip
    produced = _produced(path)
    ratio = produced["wall"] / produced["ffmpeg_wall"] - 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "wall": produced["wall"], "ffmpeg_wall": produced["ffmpeg_wall"],
            "watchable_s": produced["watchable_s"], "ratio": round(ratio, 4), "worker_mb": memory}  # fmt: skip


def _peer(folder: Path, clip: Path, facts: Facts, commands: dict[str, list[str]], rungs: list[Rung]) -> dict[str, Any]:
    def encode() -> None:
        for name, arguments in commands.items():
            _in(folder, arguments, [name])

    wall, cpu = _cost(encode)
    return {"wall": round(wall, 2), "cpu": round(cpu, 2), "rungs": _weighed(folder, clip, rungs)}


def _matched(
    folder: Path,
    clip: Path,
    facts: Facts,
    rungs: list[Rung],
    peer: dict[str, Any],
    rates: dict[int, int],
    *,
    copies: bool,
) -> dict[str, Any]:
    """Ours with the peer's rungs and as good as they are; the cost is that of the last try alone."""
    ours = _like(facts, rungs, rates, keeps_copy=copies)
    for attempt in range(_TRIES):
        here = folder / str(attempt)
        cost = _cost(lambda plan=ours, here=here: _ladder(here, clip, facts, plan))  # type: ignore[misc]  # bound now
        got = _weighed(here, clip, list(ours.rungs))
        quality = {rung.name: Quality(rung, got[rung.name], peer["rungs"][rung.name]) for rung in ours.rungs}
        if all(abs(one.delta) <= _EQUAL for one in quality.values()) or attempt == _TRIES - 1:
            break
        ours = replace(ours, rungs=tuple(quality[rung.name].nearer(facts.seconds) for rung in ours.rungs))
    return {
        "wall": round(cost[0], 2), "cpu": round(cost[1], 2), "rungs": got,
        "ssim_deltas": {name: round(one.delta, 5) for name, one in quality.items()},
    }  # fmt: skip


def _like(facts: Facts, rungs: list[Rung], rates: dict[int, int], *, keeps_copy: bool) -> Plan:
    gop = round(2 * facts.video.frames_a_second) if facts.video else 60
    same = [replace(rung, gop=gop, ceiling=rates[min(rung.width, rung.height)]) for rung in rungs]
    rate = facts.video.frame_rate if facts.video else "30"
    same = [replace(rung, frame_rate=rate) for rung in same]
    return replace(
        ladder.plan(facts, has_copy=False), rungs=tuple(same[1:] if keeps_copy else same), keeps_copy=keeps_copy
    )


def _ladder(folder: Path, clip: Path, facts: Facts, plan: Plan) -> None:
    """As the pipeline does it: the copy, one small rung first where it is wanted, the rest."""
    silent = replace(facts, audio=None)
    first = ladder.first_version(silent)
    if first:
        _in(folder, command.copy(clip, silent, first), ["copy"])
    parts = [plan]
    if ladder.wants_first_part(facts, plan):
        small = ladder.first_part(plan)
        parts = [small, plan.without({rung.name for rung in small.rungs})]
    for part in parts:
        _in(folder, command.encode(clip, facts, part), [rung.name for rung in part.rungs])


def _sound(folder: Path, clip: Path, facts: Facts, plan: Plan) -> None:
    folder.mkdir()
    if plan.sound:
        loudness.make(clip, facts, plan.sound, folder, should_stop=lambda: False)


def _weighed(folder: Path, clip: Path, rungs: list[Rung]) -> dict[str, Any]:
    found = {}
    for rung in rungs:
        made = folder / rung.name
        size = sum(path.stat().st_size for path in made.iterdir())
        found[rung.name] = {"bytes": size, "ssim": ssim(made / "index.m3u8", clip, rung.width, rung.height)}
    return found


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock and of processor."""
    with clock() as counted:
        began = time.monotonic()
        work()
        wall = time.monotonic() - began
    return wall, counted.processor


def _in(folder: Path, arguments: list[str], names: list[str]) -> None:
    """Run in a folder; ffmpeg makes no folders for its outputs, so they are made first."""
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
    run(arguments, timeout=TIMEOUT, folder=folder)
