"""Kill workers at random while they encode, and look whether every film is published once and whole.

It works in the installation at hand, which should be an empty one of its own: `manage.py bench faults` makes one. The
workers are processes of the project's own kind, each the leader of a process group, which is killed whole, as a power
cut would.
"""

import contextlib
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ffmpeg as build
from django.db import close_old_connections

from media_pipeline import api, storage
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Film, FilmState, Rendition, Work, WorkKind, WorkState

TIMEOUT = 3600.0  # seconds for all of it
_LOOK_EVERY = 0.1
_SHAPES = ((320, 180), (480, 270), (640, 360), (180, 320))
_ENCODING = (WorkKind.LADDER, WorkKind.FIRST_RUNG)
_MOST_KILLS = 4  # of one film: what dies all the time is parked in the end, and rightly
_ENDED = (FilmState.READY, FilmState.REFUSED, FilmState.FAILED)


class FilmsLost(Exception):
    """Some films were not published, or not once and whole."""


@dataclass
class Fleet:
    """Workers that are started again as soon as they are killed."""

    command: Sequence[str]
    size: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    memory: int = 0  # MB

    def start(self) -> None:
        while len(self.processes) < self.size:
            worker = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self.command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
            self.processes.append(worker)

    def kill(self, pid: int) -> bool:
        """Kill the group of the worker with this process id; says whether it is one of ours."""
        victim = next((process for process in self.processes if process.pid == pid), None)
        if victim is None:
            return False
        self.weigh()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        self.processes.remove(victim)
        self.start()
        return True

    def weigh(self) -> None:
        """Note the most memory that a worker itself has had, without what it started."""
        for process in self.processes:
            with contextlib.suppress(OSError):
                told = Path(f"/proc/{process.pid}/status").read_text()
                peak = next((line for line in told.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0")
                self.memory = max(self.memory, int(peak.split()[1]) // 1024)

    def stop(self) -> None:
        self.weigh()
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def kill_workers(
    worker: Sequence[str],
    *,
    kills: int = 20,
    films: int = 20,
    workers: int = 2,
    seconds: float = 4,
    seed: int = 1,
    say: Callable[[str], object] = lambda line: None,
) -> dict[str, Any]:
    """Publish films while workers are killed; gives what happened. Raises FilmsLost with the reasons."""
    chance = random.Random(seed)  # noqa: S311 - for repeating, not for secrets
    began = time.monotonic()
    sent = _send(films, seconds)
    fleet = Fleet(worker, workers)
    try:
        fleet.start()
        killed = _kill_while_they_work(fleet, sent, kills, chance, say)
    finally:
        fleet.stop()
    faults = [fault for film in Film.objects.filter(pk__in=sent) for fault in faults_of(film)]
    if len(killed) < kills:
        faults.append(f"only {len(killed)} workers could be killed before all was published")
    attempts = list(Work.objects.filter(film__in=sent).values_list("kind", "attempts"))
    found = {
        "films": films, "kills": len(killed), "killed_at": killed, "workers": workers, "seed": seed,
        "published": Film.objects.filter(pk__in=sent, state=FilmState.READY).count(),
        "attempts_ladder": sum(count for kind, count in attempts if kind == WorkKind.LADDER),
        "most_attempts": max((count for _, count in attempts), default=0),
        "worker_memory_mb": fleet.memory, "seconds": round(time.monotonic() - began, 1), "faults": faults,
    }  # fmt: skip
    if faults:
        raise FilmsLost("\n".join([*faults, str(found)]))
    return found


def _send(films: int, seconds: float) -> list[Any]:
    """Make films of several shapes and lengths, and have them come in."""
    sent = []
    with tempfile.TemporaryDirectory(prefix="media-bench-") as name:
        for number in range(films):
            path = Path(name) / f"{number}.mp4"
            _make(path, number, seconds * (1 + number % 3) / 2)
            sent.append(api.receive_file(api.open_film(f"film {number}", is_check=True), path).pk)
            path.unlink()
    return sent


def _make(path: Path, number: int, seconds: float) -> None:
    width, height = _SHAPES[number % len(_SHAPES)]
    picture = build.input(f"testsrc2=s={width}x{height}:r=25", f="lavfi", t=seconds).filter("noise", alls=20, allf="t")
    sound = build.input(f"sine=f={220 + 10 * number}:r=48000", f="lavfi", t=seconds)
    options = {"vcodec": "libx264", "preset": "ultrafast", "g": 50, "pix_fmt": "yuv420p", "acodec": "aac"}
    run(list(build.get_args(build.output(picture, sound, str(path), **options))), timeout=120)


def _kill_while_they_work(
    fleet: Fleet, sent: list[Any], kills: int, chance: random.Random, say: Callable[[str], object]
) -> list[str]:
    """Kill over the whole of the work, each at a random moment of what a worker does; gives what each was doing."""
    killed: list[str] = []
    swept = 0.0
    waits = _moments(kills, len(sent), chance)
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        close_old_connections()
        ended = Film.objects.filter(pk__in=sent, state__in=_ENDED).count()
        if ended == len(sent) and not _is_anything_left(sent):
            return killed
        if time.monotonic() - swept > 1:
            api.sweep()
            swept = time.monotonic()
        if waits and ended >= waits[0][0]:
            after, into = waits.pop(0)
            doing = _kill_one(fleet, into, chance)
            if doing:
                killed.append(doing)
                say(f"{len(killed)} of {kills}: {doing}; {ended} of {len(sent)} films are ready")
            else:  # nobody encodes, or it was over sooner: at once the next time
                waits.insert(0, (after, into if doing is None else 0.0))
        time.sleep(_LOOK_EVERY)
    return killed


def _moments(kills: int, films: int, chance: random.Random) -> list[tuple[int, float]]:
    """After how many films each kill comes, and how many seconds into the work of its worker."""
    after = sorted(chance.randrange(max(1, films * 3 // 4)) for _ in range(kills))
    return [(number, chance.uniform(0.0, 1.5)) for number in after]


def _kill_one(fleet: Fleet, into: float, chance: random.Random) -> str | None:
    """Kill a worker so many seconds into an encode; says what it was, "" when it had ended, None when there is none."""
    encoding = Work.objects.filter(state=WorkState.RUNNING, kind__in=_ENCODING, attempts__lte=_MOST_KILLS)
    running = list(encoding.order_by("pk"))
    chance.shuffle(running)
    running.sort(key=lambda work: work.attempts)  # whoever was spared until now
    for work in running:
        pid = int(work.machine.rpartition(":")[2] or 0)
        if pid not in [process.pid for process in fleet.processes]:
            continue  # it is dead already, and nobody knows yet
        time.sleep(into)
        still = Work.objects.filter(pk=work.pk, state=WorkState.RUNNING, lease_holder=work.lease_holder).exists()
        if still and fleet.kill(pid):
            return f"{work.kind} after {into:.2f} s"
        return ""
    return None


def _is_anything_left(sent: list[Any]) -> bool:
    return Work.objects.filter(film__in=sent, state__in=[WorkState.WAITING, WorkState.RUNNING]).exists()


def faults_of(film: Film) -> list[str]:
    """What is wrong with a film that should be published once and whole."""
    if film.state != FilmState.READY:
        return [f"{film}: {film.state}: {film.fault}"]
    faults = []
    ladders = Work.objects.filter(film=film, kind=WorkKind.LADDER)
    done = [work.state for work in ladders]
    if done != [WorkState.DONE]:
        faults.append(f"{film}: its ladder was made {done}")
    rows = list(film.renditions.all())
    live = [row.name for row in rows if row.is_live]
    if not live or len(live) != len(set(live)):
        faults.append(f"{film}: renditions {live}")
    named = {row.folder for row in rows}
    stored = {name for name in storage.folders(film.folder) if "-" in name}
    if stored != named:
        faults.append(f"{film}: stored {sorted(stored - named)}, missing {sorted(named - stored)}")
    return faults + [f"{film}: {row.folder} lacks {name}" for row in rows for name in _missing(film, row)]


def _missing(film: Film, row: Rendition) -> list[str]:
    """Files that a playlist names and that are not there."""
    folder = f"{film.folder}/{row.folder}"
    there = set(storage.files(folder))
    if "index.m3u8" not in there:
        return ["index.m3u8"]
    with storage.films().open(f"{folder}/index.m3u8") as playlist:
        lines = playlist.read().decode().splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    names += [line.split('URI="')[1].split('"')[0] for line in lines if line.startswith("#EXT-X-MAP")]
    return [name for name in names if name not in there] if names else ["segments"]
