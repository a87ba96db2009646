"""Sign certificates with a new key from now on; what was signed before stays genuine."""

from django.core.management.base import BaseCommand

from courses.domain import keys


class Command(BaseCommand):
    help = "Make a new signing key for certificates. Earlier papers stay genuine."

    def handle(self, **options: object) -> None:
        made = keys.replace()
        self.stdout.write(f"Certificates are now signed with {made.fingerprint}.")
