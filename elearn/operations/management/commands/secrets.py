"""Write the secrets of a new installation into .env, once; what is there stays."""

import secrets

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand

from elearn.environment import DEVELOPMENT_KEY, HOME


class Command(BaseCommand):
    help = "Make the secrets of this installation, unless they are there."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        path = HOME / ".env"
        text = path.read_text() if path.exists() else ""
        made = {"KORPU_SECRET_KEY": secrets.token_urlsafe(60), "KORPU_FIELD_KEYS": Fernet.generate_key().decode()}
        # Where there was a secret key already, people are known by pseudonyms made with it: they go on counting.
        is_new = settings.SECRET_KEY == DEVELOPMENT_KEY
        made["KORPU_HISTORY_KEY"] = secrets.token_urlsafe(60) if is_new else settings.HISTORY_KEY
        missing = "".join(f"{name}={value}\n" for name, value in made.items() if f"{name}=" not in text)
        if not missing:
            return
        path.touch(mode=0o600)
        path.write_text(f"{text}{missing}")
        self.stdout.write("Secrets were made and kept in .env.")
