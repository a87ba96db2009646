"""Fill the demo world, once, and say whom one can sign in as."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from elearn.operations.demo import anew, world
from elearn.operations.demo.texts import PEOPLE


class Command(BaseCommand):
    help = "Fill the demo world unless it is there, and print its people."

    def handle(self, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo world is for demonstrations; this is production.")
        if anew.take_back():
            self.stdout.write("The demo world was interrupted while it was made; it is made anew.")
        if not world.exists():
            started = time.monotonic()
            anew.begin()
            world.make(self.stdout.write)
            anew.finish()
            self.stdout.write(f"The demo world was made in {time.monotonic() - started:.0f} s.")
        self.stdout.write(f"\nSign in at {settings.BASE_URL}/sign-in/ as")
        for who in PEOPLE:
            self.stdout.write(f"  {who.login:<22} {who.name} ({who.role})")
        self.stdout.write(f"and read the code at {settings.BASE_URL}/mailbox/\n")
