"""Let them all watch, kill the server in the middle of it, and look at what was acknowledged and what is there.

It works in the installation at hand, which should be an empty one of its own on PostgreSQL: `manage.py bench progress`
makes one. Server, database and crowd share the machine.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from courses.domain.watching import load_checks
from courses.domain.watching.evidence import Confidence, gathered
from courses.domain.watching.weighing import SLACK
from courses.models import FilmProgress, LoadCheck, PlaybackSession, WatchReport
from elearn.operations.live.machine import free_port, processor_seconds, running
from elearn.operations.management.commands.serve import web

from . import plan, world
from .crowd import Orders, Told
from .plan import Kind
from .world import World

__all__ = ["CHEATS", "WATCHERS", "measure"]

HOST = "127.0.0.1"
WATCHERS = 20_000
CHEATS = 0.1
READY = 4.0  # seconds from when all is made until the films are opened
WARM = 5.0  # seconds of reports before it counts
KILL_AFTER = 3.0  # seconds after it has counted until the server is killed
REST = 25.0  # seconds from then on, in which what was not answered is sent again
JUDGE_EVERY = 15.0  # seconds until checks are judged again, beside it all, as `tick` has it done
AT_WORK = timedelta(seconds=5)  # what was being recorded when somebody was found out
PRETENDED = (
    "Who pretends to have loaded the film counts nothing once two wrong answers were judged. What they reported until "
    "then counts, and is called doubtful."
)
SILENT = (
    "Who answers no check at all counts like an old browser that cannot: nobody is refused for that, and the evidence "
    "is never called strong."
)


def measure(*, watchers: int, seconds: int, web_workers: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Let so many people watch, of whom one in ten cheats; count for so many seconds, then kill the server."""
    say(f"Making {watchers} people …")
    made = world.make(watchers, cheats=CHEATS)
    port = free_port()
    command = {"web": web(HOST, port, web_workers)}
    with tempfile.TemporaryDirectory(prefix="progress-bench-") as name:
        folder = Path(name)
        with running(port, command) as pids:
            orders = _orders(port, seconds)
            crowd = _send_out(folder, orders, made)
            say(f"They watch for {orders.ends_at - time.time():.0f} s; {seconds} s of it count.")
            spent = _processor_while(orders, pids["web"])
            _wait(orders.counts_until + KILL_AFTER)
            os.killpg(pids["web"], signal.SIGKILL)
            say("The server was killed, with all that belongs to it.")
        with running(port, command):
            _wait(orders.ends_at)
            crowd.wait()
        if crowd.returncode:
            raise RuntimeError("the crowd did not come to its end")
        found = json.loads((folder / "result.json").read_text())
    load_checks.judge(most=watchers * 10)
    return _figures(made, [Told(**one) for one in found["told"]], found, spent, orders)


def _orders(port: int, seconds: int) -> Orders:
    begins_at = time.time() + READY
    counts_from = begins_at + plan.EVERY + WARM
    counts_until = counts_from + seconds
    return Orders(HOST, port, begins_at, counts_from, counts_until, counts_until + KILL_AFTER + REST)


def _send_out(folder: Path, orders: Orders, made: World) -> subprocess.Popen[bytes]:
    world.open_at(datetime.fromtimestamp(orders.begins_at, tz=UTC), made)
    said = {"orders": asdict(orders), "watchers": [asdict(one) for one in made.watchers]}
    (folder / "plan.json").write_text(json.dumps(said))
    command = [sys.executable, "-m", "elearn.operations.watching.crowd"]
    return subprocess.Popen([*command, str(folder / "plan.json"), str(folder / "result.json")])  # noqa: S603 - ours


def _processor_while(orders: Orders, web_pid: int) -> dict[str, float]:
    """Processor seconds that the server and its database take while it counts."""
    pids = {"web": web_pid, "database": _database_pid()}
    _wait(orders.counts_from)
    before = {name: processor_seconds(pid) for name, pid in pids.items() if pid}
    _wait(orders.counts_until)
    return {name: processor_seconds(pids[name]) - took for name, took in before.items()}


def _database_pid() -> int:
    """Give PostgreSQL's first process, where it runs on this machine; 0 where it cannot be told."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    try:
        return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _wait(until: float) -> None:
    """Wait, and judge checks meanwhile."""
    while (left := until - time.time()) > 0:
        if left > JUDGE_EVERY:
            load_checks.judge()
        time.sleep(max(0.0, min(JUDGE_EVERY, until - time.time())))


# What came of it ----------------------------------------------------------------------------------------
def _figures(
    made: World, told: list[Told], found: dict[str, Any], spent: dict[str, float], orders: Orders
) -> dict[str, Any]:
    seconds = orders.counts_until - orders.counts_from
    latencies = sorted(found["latencies"]) or [float("inf")]
    credited, lost_ms = _lost(made, told)
    honest = [one for watcher, one in zip(made.watchers, told, strict=True) if watcher.kind in plan.HONEST]
    cheated = _cheated(made, credited, orders)
    pretended, silent = _pretended(made, credited), _silent(made, credited)
    checks = Counter(LoadCheck.objects.values_list("verdict", flat=True))
    count = len(made.watchers)
    return {
        "reports_per_s": round(len(found["latencies"]) / seconds, 1),
        "p95_ms": round(latencies[int(len(latencies) * 0.95)] * 1000, 1),
        "lost_seconds": round(lost_ms / 1000, 3),
        "refused_per_s": {status: round(count / seconds, 1) for status, count in found["refused"].items()},
        "cheats_credited": sum(cheated.values()),
        "honest_refused": sum(sum(one.refused.values()) for one in honest),
        "cpu_per_1000_watchers": round(sum(spent.values()) / seconds / count * 1000, 4),
        "watchers": count,
        "cheats": count - len(honest),
        "pretenders": len(pretended),
        "pretenders_doubted": sum(one.is_doubted for one in pretended.values()),
        "pretenders_counted_s": round(max((one.before_ms for one in pretended.values()), default=0) / 1000, 1),
        "pretenders_note": PRETENDED,
        "silent": len(silent),
        "silent_strong": sum(one.is_strong for one in silent.values()),
        "silent_counted_s": round(max((one.ms for one in silent.values()), default=0) / 1000, 1),
        "silent_note": SILENT,
        "seconds": round(seconds, 1),
        "p50_ms": round(latencies[len(latencies) // 2] * 1000, 1),
        "longest_ms": round(latencies[-1] * 1000, 1),
        "acknowledged": sum(len(one.counted) for one in told),
        "unanswered_at_the_end": sum(one.unanswered for one in told),
        "checks_right": checks["right"],
        "checks_wrong": checks["wrong"],
        "checks_not_answered": checks[""] + checks["none"],
        "cpu_web": round(spent.get("web", 0.0) / seconds, 3),
        "cpu_database": round(spent.get("database", 0.0) / seconds, 3),
        "cpu_crowd": round(found["cpu"] / seconds, 3),
        "faults": found["faults"],
        **({"cheated": dict(cheated)} if cheated else {}),
    }


def _lost(made: World, told: list[Told]) -> tuple[dict[UUID, int], int]:
    """Give ms credited to each session, and ms that were acknowledged and are not there, by report and by progress."""
    rows: dict[UUID, dict[int, int]] = defaultdict(dict)
    film = made.sessions[0].film_id
    kept = WatchReport.objects.filter(session__film=film, refusal="").order_by()
    for key, number, credited_ms in kept.values_list("session", "number", "credited_ms").iterator():
        rows[key][number] = credited_ms
    watched = dict(FilmProgress.objects.filter(film=film).values_list("person", "watched_ms"))
    lost_ms = 0
    for session, watcher, one in zip(made.sessions, made.watchers, told, strict=True):
        length = plan.honest_ms(watcher, 1) or round(plan.EVERY * 1000)
        missing = length * len(set(one.counted) - rows[session.key].keys())
        lost_ms += max(missing, one.watched_ms - watched.get(session.person_id, 0), 0)
    return {key: sum(reports.values()) for key, reports in rows.items()}, lost_ms


@dataclass(frozen=True)
class Pretended:
    """What came of who pretends: whether they were found out, and what was counted before that and after it."""

    is_doubted: bool
    is_strong: bool  # one of their answers was taken for right
    before_ms: int
    after_ms: int

    @property
    def gained(self) -> bool:
        return self.is_strong or self.after_ms > 0 or (self.before_ms > 0 and not self.is_doubted)


def _sessions(made: World, kind: Kind) -> list[PlaybackSession]:
    return [session for session, one in zip(made.sessions, made.watchers, strict=True) if one.kind == kind]


@dataclass(frozen=True)
class Silent:
    """What came of who answers no check: how sure their evidence is called, and how much was counted."""

    is_strong: bool
    ms: int


def _silent(made: World, credited: dict[UUID, int]) -> dict[UUID, Silent]:
    """Ask the rules themselves what a report of evidence would call it."""
    found = {}
    for session in _sessions(made, Kind.SILENT):
        confidence = {one.confidence for one in gathered(session.enrolment)} if session.enrolment else set()
        found[session.key] = Silent(Confidence.STRONG in confidence, credited.get(session.key, 0))
    return found


def _pretended(made: World, credited: dict[UUID, int]) -> dict[UUID, Pretended]:
    keys = [session.key for session in _sessions(made, Kind.PRETENDS)]
    doubted = dict(PlaybackSession.objects.filter(key__in=keys).values_list("key", "doubted_at"))
    right = set(LoadCheck.objects.filter(session__in=keys, verdict="right").values_list("session", flat=True))
    after = WatchReport.objects.filter(session__in=keys, received_at__gt=F("session__doubted_at") + AT_WORK)
    after_ms = dict(after.order_by().values_list("session").annotate(Sum("credited_ms")))
    return {
        key: Pretended(
            doubted[key] is not None, key in right, credited.get(key, 0) - after_ms.get(key, 0), after_ms.get(key, 0)
        )
        for key in keys
    }


def _cheated(made: World, credited: dict[UUID, int], orders: Orders) -> Counter[str]:
    """Count the cheats who gained something, by their kind."""
    pretended, silent = _pretended(made, credited), _silent(made, credited)
    together: dict[int, int] = defaultdict(int)
    gained: Counter[str] = Counter()
    slack_ms = SLACK.total_seconds() * 1000
    for session, watcher in zip(made.sessions, made.watchers, strict=True):
        has = credited.get(session.key, 0)
        open_ms = (orders.ends_at - orders.begins_at - watcher.phase) * 1000
        if watcher.kind == Kind.TWICE:
            together[session.person_id] += has
            gained[watcher.kind.value] += together[session.person_id] > open_ms + slack_ms
        elif watcher.kind == Kind.COMBS:
            gained[watcher.kind.value] += has > 2 * (open_ms + slack_ms)
        elif watcher.kind == Kind.PRETENDS:
            gained[watcher.kind.value] += pretended[session.key].gained
        elif watcher.kind == Kind.SILENT:
            gained[watcher.kind.value] += silent[session.key].is_strong or has > open_ms + slack_ms
        elif watcher.kind not in plan.HONEST:
            gained[watcher.kind.value] += has > plan.honest_ms(watcher, 1)
    return +gained
