"""Keep the rules of how long things are kept, now; or say what that would be."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from ...retention import rules, tidy


class Command(BaseCommand):
    help = "Delete what is older than the rules allow; --dry-run only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        counts = tidy(dry_run=dry_run)
        for rule in rules():
            done = "kept elsewhere" if rule.find is None else counts.get(rule.name, "failed, see the log")
            self.stdout.write(f"{rule.name}: {done} ({rule.days} days)")
