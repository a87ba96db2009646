"""Measure an engine: the peer's way and ours in one run, with the ratio. Never part of the tests."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import courses.bench
import media_pipeline.bench


class Command(BaseCommand):
    help = "Measure an engine against a peer's way of doing the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("engine", choices=["films", "watch"])
        parser.add_argument("--clip", type=Path, help="films: the file to use; without it a clip is made")
        parser.add_argument("--seconds", type=int, default=10, help="length of the clip, or of each measurement")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, engine: str, clip: Path | None, seconds: int, as_json: bool, **options: object) -> None:
        measure: dict[str, Callable[[], dict[str, Any]]] = {
            "films": lambda: media_pipeline.bench.publish(clip, seconds=seconds),
            "watch": lambda: courses.bench.watch_reports(seconds=seconds),
        }
        found = measure[engine]()
        if as_json:
            self.stdout.write(json.dumps(found, indent=2))
            return
        for name, value in found.items():
            self.stdout.write(f"{name.replace('_', ' '):<16} {value}")
