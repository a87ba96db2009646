"""Keep the message catalogues: find the texts, compile the translations, or check that none is missing."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from elearn.web import messages

FOLDERS = ("elearn", "courses", "media_pipeline", "templates")
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Update the catalogues in elearn/locale; --compile writes .mo files, --check fails if a text lacks a language."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="write the .mo files only")
        what.add_argument("--check", action="store_true", help="write nothing; fail if a text is missing")

    def handle(self, *, compile: bool, check: bool, **options: object) -> None:
        catalogues = {language: self._path(language) for language in messages.PLURALS}
        if compile:
            for path in filter(Path.exists, catalogues.values()):
                messages.compile_catalogue(path)
            return
        texts = messages.find_texts(settings.BASE_DIR, FOLDERS)
        if not check:
            for language, path in catalogues.items():
                messages.update_catalogue(path, texts, language)
        lacking = [gap for language, path in catalogues.items() for gap in messages.missing(path, texts, language)]
        self._report(len(texts), lacking)
        if check and lacking:
            raise CommandError("The catalogues are not complete.")

    def _path(self, language: str) -> Path:
        return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"

    def _report(self, count: int, lacking: list[messages.Missing]) -> None:
        self.stdout.write(f"{count} texts; {len(lacking)} translations missing.")
        for gap in lacking[:SHOWN]:
            self.stdout.write(f"  {gap.language}: {gap.why}: {gap.text}")
        if len(lacking) > SHOWN:
            self.stdout.write(f"  … and {len(lacking) - SHOWN} more.")
