"""Measure an engine: the peer's way and ours in one run, with the ratio. Never part of the tests."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import courses.bench
import elearn.guidance.bench.redaction
import elearn.operations.live.measure
import elearn.operations.papers.measure
import elearn.operations.watching.measure
import media_pipeline.bench.damaged
import media_pipeline.bench.long
import media_pipeline.bench.media
from elearn.guidance.bench.peer import Missing
from elearn.operations.apart import WentWrong, bench_apart, bench_on_postgres
from elearn.operations.faults import faults, faults_here
from elearn.operations.live.studio import Refused
from elearn.search.bench import run as search_run
from elearn.search.bench.measure import NoDemo
from elearn.search.bench.measure import measure as measure_search
from elearn.visits.bench import peers, run
from media_pipeline.bench.faults import FilmsLost

SECONDS = {
    "media": 10, "watch": 10, "planner": 60, "redaction": 0, "search": 0, "faults": 0, "damaged": 0, "live": 60,
    "certificates": 0, "progress": 60,
}  # fmt: skip


FAILURES = (
    peers.Missing, search_run.Missing, Missing, NoDemo, FilmsLost, WentWrong, FileNotFoundError,
    elearn.operations.live.measure.WentWrong, Refused,
)  # fmt: skip


class Command(BaseCommand):
    help = "Measure an engine against a peer's way of doing the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("engine", choices=list(SECONDS))
        parser.add_argument(
            "--clip", type=Path,
            help="media, damaged: the file to use; without it clips are made; live: a folder for the recorded pieces",
        )  # fmt: skip
        parser.add_argument(
            "--instance", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
            help="planner: UHHC .json or VRPTW .vrp files; without any, a fortnight of 1,050 visits is made up",
        )  # fmt: skip
        parser.add_argument(
            "--out", type=Path, metavar="FILE",
            help="planner: where to write the solution; for several instances a folder, a file for each in it",
        )  # fmt: skip
        parser.add_argument(
            "--seconds", type=int, help="length of the clip, or of each measurement; 10, for the planner 60"
        )
        parser.add_argument("--pages", type=int, default=search_run.PAGES, help="search: how many pages there are")
        parser.add_argument(
            "--here", action="store_true",
            help="all but watch, planner, redaction: on the database at hand, which is filled for good",
        )  # fmt: skip
        parser.add_argument("--kills", type=int, default=20, help="faults: how many workers are killed")
        parser.add_argument("--films", type=int, default=20, help="faults: how many films are encoded meanwhile")
        parser.add_argument("--files", type=int, default=200, help="damaged: how many files are spoilt and published")
        parser.add_argument(
            "--long", action="store_true",
            help="media: an hour and a quarter of one, only until they can be watched; TMPDIR says on which disk",
        )  # fmt: skip
        parser.add_argument("--count", type=int, default=1000, help="certificates: how many are issued")
        parser.add_argument("--viewers", type=int, default=500, help="live: how many watch")
        parser.add_argument("--web-workers", type=int, default=1, help="live, progress: workers of the web server")
        parser.add_argument(
            "--watchers", type=int, default=elearn.operations.watching.measure.WATCHERS,
            help="progress: how many watch, each with a report every 30 s",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self,
        *,
        engine: str,
        clip: Path | None,
        instance: list[Path],
        out: Path | None,
        seconds: int | None,
        pages: int,
        here: bool,
        kills: int,
        films: int,
        files: int,
        long: bool,
        count: int,
        viewers: int,
        watchers: int,
        web_workers: int,
        as_json: bool,
        **options: object,
    ) -> None:
        seconds = seconds or SECONDS[engine]
        measure: dict[str, Callable[[], dict[str, Any]]] = {
            "media": lambda: (media_here if here else media)(clip, seconds, is_long=long),
            "watch": lambda: courses.bench.watch_reports(seconds=seconds),
            "planner": lambda: run.planner(instance, seconds=seconds, out=out),
            "search": lambda: measure_search(pages) if here else search_run.search(pages),
            "faults": lambda: faults_here(kills, films, self.stderr.write) if here else faults(kills, films),
            "damaged": lambda: damaged_here(clip, files) if here else damaged(clip, files),
            "live": lambda: (live_here if here else live)(clip, seconds, viewers, web_workers, self.stderr.write),
            "certificates": lambda: certificates_here(count, self.stderr.write) if here else certificates(count),
            "progress": lambda: (progress_here if here else progress)(
                seconds, watchers, web_workers, self.stderr.write
            ),
            "redaction": elearn.guidance.bench.redaction.measure,
        }
        try:
            found = measure[engine]()
        except FAILURES as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(found)))
        if engine == "damaged" and found["wrong"]:
            raise CommandError(f"{len(found['wrong'])} of {found['files']} files did not end as they must.")
        if engine == "media" and (missed := media_pipeline.bench.media.missed(found)):
            raise CommandError("Not as promised: " + "; ".join(missed) + ".")


def media(clip: Path | None, seconds: int, *, is_long: bool) -> dict[str, Any]:
    """Measure in an installation made for it."""
    made_of = ["--clip", str(clip.resolve())] if clip else []
    return bench_apart("media", "--seconds", str(seconds), *(["--long"] if is_long else []), *made_of)


def media_here(clip: Path | None, seconds: int, *, is_long: bool) -> dict[str, Any]:
    """Measure in the installation at hand; the films made for it are removed."""
    if is_long:
        return media_pipeline.bench.long.measure(clip, seconds=seconds)
    return media_pipeline.bench.media.measure(clip, seconds=seconds)


def damaged(clip: Path | None, files: int) -> dict[str, Any]:
    """Spoil and publish files in an installation made for it."""
    made_of = ["--clip", str(clip.resolve())] if clip else []
    return bench_apart("damaged", "--files", str(files), *made_of)


def damaged_here(clip: Path | None, files: int) -> dict[str, Any]:
    """Spoil and publish files in the installation at hand, where no worker may be running."""
    return media_pipeline.bench.damaged.measure(clip, count=files)


def certificates(count: int) -> dict[str, Any]:
    """Issue for a group of so many in an installation made for it."""
    return bench_apart("certificates", "--count", str(count))


def certificates_here(count: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Issue for a group of so many in the installation at hand."""
    return elearn.operations.papers.measure.measure(count, say)


def live(
    clip: Path | None, seconds: int, viewers: int, web_workers: int, say: Callable[[str], object]
) -> dict[str, Any]:
    """Let people watch a broadcast of an installation made for it."""
    sent = ["--clip", str(clip.resolve())] if clip else []
    numbers = ["--seconds", str(seconds), "--viewers", str(viewers), "--web-workers", str(web_workers)]
    return bench_apart("live", *numbers, *sent)


def live_here(
    clip: Path | None, seconds: int, viewers: int, web_workers: int, say: Callable[[str], object]
) -> dict[str, Any]:
    """Let people watch a broadcast of the installation at hand, where no server may be running."""
    return elearn.operations.live.measure.measure(
        viewers=viewers, seconds=seconds, clip=clip, web_workers=web_workers, say=say
    )


def progress(seconds: int, watchers: int, web_workers: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Let people watch in an installation made for it, on PostgreSQL."""
    numbers = ["--seconds", str(seconds), "--watchers", str(watchers), "--web-workers", str(web_workers)]
    return bench_on_postgres("progress", *numbers)


def progress_here(seconds: int, watchers: int, web_workers: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Let people watch in the installation at hand, where no server may be running."""
    return elearn.operations.watching.measure.measure(
        watchers=watchers, seconds=seconds, web_workers=web_workers, say=say
    )


def _lines(found: dict[str, Any], margin: str = "") -> list[str]:
    """A line for each figure; what belongs together stands under its name."""
    lines = []
    for name, value in found.items():
        label = f"{margin}{name.replace('_', ' ')}"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for one in value:
                lines += ["", *_lines(one, margin)]
        elif isinstance(value, dict):
            lines += [label, *_lines(value, f"{margin}  ")]
        else:
            lines.append(f"{label:<32} {value}")
    return lines
