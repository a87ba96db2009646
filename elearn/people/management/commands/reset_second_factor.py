"""Let somebody of the staff who lost device and recovery codes set up a new second factor.

Only who administers the installation can do this, after making sure by telephone that it is really them.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, override

from ...models import Account
from ...news import tell_of_change
from ...passkeys import reset_factors


class Command(BaseCommand):
    help = "Remove a person's passkeys, authenticator app and recovery codes, and sign them out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address they sign in with")

    def handle(self, *, email: str, **options: object) -> None:
        account = Account.objects.filter(email=email.strip().lower()).first()
        if account is None:
            raise CommandError("Nobody signs in with this address.")
        count = reset_factors(account)
        with override(account.person.language):
            tell_of_change(account, gettext("Your passkeys, authenticator app and recovery codes were removed."))
        self.stdout.write(f"{count} removed. They sign in with a code and set up a new one.")
