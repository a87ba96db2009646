"""Collect by hand what a tick collects in a day: files of films that nobody names."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict

from django.core.management.base import BaseCommand

from media_pipeline.api import Leftover, collect, unfinished_uploads


class Command(BaseCommand):
    help = "Delete files of films that nobody names and that are older than a day; say what is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, only say what would go")
        parser.add_argument(
            "--unknown-films", action="store_true",
            help="also films that this database does not know; be sure that no other installation keeps its films here",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, dry_run: bool, unknown_films: bool, as_json: bool, **options: object) -> None:
        found = [*collect(dry_run=dry_run, unknown_films=unknown_films), *unfinished_uploads(dry_run=dry_run)]
        if as_json:
            self.stdout.write(json.dumps([asdict(one) for one in found], default=str, indent=2))
            return
        for one in found:
            self.stdout.write(
                f"{one.what}: {one.key} ({one.files} files, {one.bytes:,} bytes, {one.modified:%Y-%m-%d})"
            )
        for line in _sums(found, unknown_films=unknown_films):
            self.stdout.write(line)
        self.stdout.write("Nothing was deleted." if dry_run else "What may go has gone.")


def _sums(found: list[Leftover], *, unknown_films: bool) -> list[str]:
    going: Counter[bool] = Counter()
    for one in found:
        going[one.may_go or unknown_films and one.what.startswith("film")] += one.bytes
    return [f"{going[True]:,} bytes may go, {going[False]:,} bytes are left alone."]
