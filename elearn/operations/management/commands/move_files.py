"""Move every file of the installation to S3, or back to this machine's disk, while the site goes on serving."""

from argparse import ArgumentParser

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from elearn import files
from elearn.operations.moving import HouseMove, NoRoom

SHOWN = 10


class Command(BaseCommand):
    help = "Copy all files to the other kind of storage, compare each, and say what to set then. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", choices=files.KINDS, required=True, help="where the files are to lie")
        parser.add_argument("--dry-run", action="store_true", help="only say how much there is to copy")
        parser.add_argument("--jobs", type=int, default=4, metavar="N", help="files copied at once; 4")

    def handle(self, *, to: str, dry_run: bool, jobs: int, **options: object) -> None:
        move = HouseMove(to, self._say, dry_run=dry_run, jobs=max(1, jobs))
        try:
            faults = move.run()
        except (NoRoom, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Run it again and it goes on from here.") from error
        if faults:
            shown = "\n".join(faults[:SHOWN])
            raise CommandError(f"{len(faults)} files did not arrive. Run it again and it goes on.\n{shown}")
        self.stdout.write(move.what_next())

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
