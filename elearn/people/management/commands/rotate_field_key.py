"""Write every encrypted field anew with the newest of KORPU_FIELD_KEYS. It may be stopped and begun again."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from ...encryption import CannotRead, write_anew


class Command(BaseCommand):
    help = "Encrypt addresses and needs with the newest key, so that older keys can be dropped."

    def handle(self, **options: object) -> None:
        changed: Counter[str] = Counter()
        try:
            for field, count in write_anew():
                changed[field] += count
        except CannotRead as error:
            raise CommandError(f"{error} Put the key it was written with back into KORPU_FIELD_KEYS.") from error
        for field, count in sorted(changed.items()):
            self.stdout.write(f"{field}: {count} written anew")
        self.stdout.write("Everything has the newest key now; the others may be dropped from KORPU_FIELD_KEYS.")
