"""Read everything that can be found again from all rooms; done every day by itself."""

from django.core.management.base import BaseCommand

from elearn.search.domain.index import rebuild


class Command(BaseCommand):
    help = "Read everything that can be found again; needed only after a change of the rules, or a lost database."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{rebuild()} things can be found.")
