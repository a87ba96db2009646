"""Sign certificates, or badges, with a new key from now on; what was signed before stays genuine."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from courses.domain.badges import badge_keys, status_lists
from courses.domain.certificates import keys


class Command(BaseCommand):
    help = "Make a new signing key for certificates (or, with --badges, for badges). What was signed stays genuine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--badges", action="store_true", help="replace the key of badges, not of papers")

    def handle(self, **options: object) -> None:
        if options["badges"]:
            made = badge_keys.replace()
            status_lists.changed_all()
            self.stdout.write(f"Badges are now signed with {made['kid']}.")
            return
        self.stdout.write(f"Certificates are now signed with {keys.replace().fingerprint}.")
