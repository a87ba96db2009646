"""Issue a thousand certificates through the coordinator's door, then have every one checked by what is not ours.

Timed: from the door to the last certificate that has both its signed paper and its badge, with the start of the worker
and of its processes. Not timed: making the world before, and the checks after.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.files.storage import storages

import courses.api as school
from courses.documents.hands import cores
from courses.models import Certificate
from courses.models.papers import IssueRun, IssueRunState
from elearn.operations.apart import MANAGE, WentWrong

from . import check, forge
from .memory import Watch
from .trust import is_ours
from .world import World, made

EARLY = 200  # memory is compared after so many
LONGEST = 900.0  # seconds
SEED = 8
CORES = 2  # the figures are told for so many, on whatever machine they are measured


def measure(count: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Issue so many, then check and forge. Raises WentWrong when they are not all made, or who checks is missing."""
    tool = pdfsig()
    with pinned(CORES) as used:
        return {"pinned_to": used} | _measured(count, say, tool)


@contextmanager
def pinned(count: int) -> Iterator[list[int]]:
    """Let this process and all that it begins run on the first so many cores alone; gives which."""
    before = os.sched_getaffinity(0)
    chosen = sorted(before)[:count]
    os.sched_setaffinity(0, chosen)
    try:
        yield chosen
    finally:
        os.sched_setaffinity(0, before)


def pdfsig() -> str:
    """Find poppler's tool. Raises WentWrong without it: what was not checked is not told as checked."""
    tool = shutil.which("pdfsig")
    if tool is None:
        raise WentWrong("pdfsig is not installed (poppler-utils): the papers cannot be checked by it.")
    return tool


def _measured(count: int, say: Callable[[str], object], tool: str) -> dict[str, Any]:
    say(f"Making a group of {count} people …")
    world = made(count)
    say("Issuing …")
    found = _issued(world, count)
    pdfs = _papers()
    say("Checking every paper and every badge …")
    return found | {
        "pdfsig_ok": _by_pdfsig(tool, pdfs),
        "pyhanko_ok": _by_pyhanko(pdfs),
        "credentials_ok": check.credentials_ok(),
        "verifiers": {"papers": ["pdfsig", "pyHanko"], "badges": check.verifiers()},
        "forgeries": count,
        "forgeries_refused": forge.refused(count, seed=SEED),
    }


def _issued(world: World, count: int) -> dict[str, Any]:
    command = [*MANAGE, "work", "--queue", "office", "--until-empty"]
    began = time.monotonic()
    run = school.issue_for(world.cohort, by=world.coordinator, reason="bench")
    worker = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours
    early = 0.0
    try:
        with Watch(worker.pid) as memory:
            while (now := IssueRun.objects.get(pk=run.pk)).state != IssueRunState.DONE:
                early = memory.peak if not early and now.done >= min(EARLY, count) else early
                if worker.poll() is not None or time.monotonic() - began > LONGEST:
                    raise WentWrong("The worker ended before the last certificate.")
                time.sleep(0.05)
            seconds = time.monotonic() - began
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    complete = Certificate.objects.exclude(paper="").exclude(credential="").count()
    if complete != count:
        raise WentWrong(f"{complete} of {count} certificates have their paper and their badge.")
    return {
        "count": count, "cores": cores(), "seconds": round(seconds, 1),
        "per_second": round(count / seconds, 1),
        "cpu_seconds": round(spent.ru_utime + spent.ru_stime, 1), "peak_mb": round(memory.peak),
        "peak_mb_early": round(early or memory.peak),
    }  # fmt: skip


def _papers() -> list[bytes]:
    found = Certificate.objects.order_by("pk").values_list("paper", flat=True)
    return [storages["papers"].open(key).read() for key in found]


def _by_pyhanko(pdfs: Sequence[bytes]) -> int:
    """Count the papers that pyHanko's validator finds whole, and signed by a certificate that we publish."""
    roots = school.known_certificates()
    with ProcessPoolExecutor(cores(), mp_context=get_context("spawn")) as pool:
        return sum(pool.map(partial(is_ours, roots=roots), pdfs, chunksize=25))


def _by_pdfsig(tool: str, pdfs: Sequence[bytes]) -> int:
    """Count the papers that poppler's tool finds valid and signed as a whole."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores()) as threads:
        return sum(threads.map(lambda pair: _accepted(tool, Path(folder) / f"{pair[0]}.pdf", pair[1]), enumerate(pdfs)))


def _accepted(tool: str, path: Path, pdf: bytes) -> bool:
    path.write_bytes(pdf)
    told = subprocess.run([tool, "-nocert", str(path)], capture_output=True, text=True, check=False).stdout  # noqa: S603
    path.unlink()
    return "Signature is Valid." in told and "Total document signed" in told
