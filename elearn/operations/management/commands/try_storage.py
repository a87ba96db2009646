"""Try the storage of films after it was set up, before anybody relies on it."""

from django.core.management.base import BaseCommand, CommandError

from elearn.operations.trial import Trial


class Command(BaseCommand):
    help = "Write, read and delete trial files where films lie, and make sure that strangers cannot."

    def handle(self, **options: object) -> None:
        faults = 0
        for found in Trial().run():
            self.stdout.write(f"{'FAULT' if found.fault else 'good '} {found.what}{found.fault and f': {found.fault}'}")
            faults += bool(found.fault)
        if faults:
            raise CommandError(f"{faults} faults.")
        self.stdout.write("The storage is good.")
