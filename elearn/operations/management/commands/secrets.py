"""Write the secrets of a new installation into .env, once; what is there stays."""

import secrets

from django.core.management.base import BaseCommand

from elearn.environment import HOME


class Command(BaseCommand):
    help = "Make the secrets of this installation, unless they are there."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        path = HOME / ".env"
        text = path.read_text() if path.exists() else ""
        if "KORPU_SECRET_KEY=" in text:
            return
        path.touch(mode=0o600)
        path.write_text(f"{text}KORPU_SECRET_KEY={secrets.token_urlsafe(60)}\n")
        self.stdout.write("Secrets were made and kept in .env.")
