"""What an operator runs after installing: one film through everything, to the refusal of a forged certificate."""

import json
import logging
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from elearn.operations.demo.films import make_film
from elearn.operations.demo.texts import SCARF
from elearn.operations.selfcheck import Check, Step


class Command(BaseCommand):
    help = "Check this installation with one film, and remove what the check made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clip", type=Path, help="the film to use; without it a small one is drawn")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, clip: Path | None, as_json: bool, **options: object) -> None:
        if clip and not clip.is_file():
            raise CommandError(f"There is no file {clip}.")
        logging.getLogger().setLevel(logging.ERROR)
        with tempfile.TemporaryDirectory(prefix="korpu-check-") as folder:
            if clip is None:
                clip = Path(folder) / "drawn.mp4"
                make_film(SCARF, clip)
            outcome = Check(clip, (lambda step: None) if as_json else self.tell).run()
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("All is well." if outcome.passed else "This installation is not ready.")
        if not outcome.passed:
            sys.exit(1)

    def tell(self, step: Step) -> None:
        self.stdout.write(f"{'✗' if step.fault else '✓'} {step.name:<13} {step.seconds:7.2f} s")
        for words in step.checks:
            self.stdout.write(f"    {words}")
        if step.fault:
            self.stdout.write(f"    {step.fault}")
