"""Measure an engine: the peer's way and ours in one run, with the ratio. Never part of the tests."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import courses.bench
import elearn.guidance.bench.redaction
import media_pipeline.bench
from elearn.guidance.bench.peer import Missing
from elearn.search.bench import run as search_run
from elearn.search.bench.measure import measure as measure_search
from elearn.visits.bench import peers, run

SECONDS = {"films": 10, "watch": 10, "planner": 60, "redaction": 0, "search": 0}


class Command(BaseCommand):
    help = "Measure an engine against a peer's way of doing the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("engine", choices=list(SECONDS))
        parser.add_argument("--clip", type=Path, help="films: the file to use; without it a clip is made")
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
            "--here", action="store_true", help="search: on the database at hand alone, which is filled for good"
        )
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
        as_json: bool,
        **options: object,
    ) -> None:
        seconds = seconds or SECONDS[engine]
        measure: dict[str, Callable[[], dict[str, Any]]] = {
            "films": lambda: media_pipeline.bench.publish(clip, seconds=seconds),
            "watch": lambda: courses.bench.watch_reports(seconds=seconds),
            "planner": lambda: run.planner(instance, seconds=seconds, out=out),
            "search": lambda: measure_search(pages) if here else search_run.search(pages),
            "redaction": elearn.guidance.bench.redaction.measure,
        }
        try:
            found = measure[engine]()
        except (peers.Missing, search_run.Missing, Missing, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(found)))


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
