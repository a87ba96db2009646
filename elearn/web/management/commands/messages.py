"""Keep the message catalogues: find the texts, compile the translations, or check that none is missing."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from elearn.web import messages, staff_messages

FOLDERS = ("elearn", "courses", "media_pipeline", "templates")
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Update the catalogues in elearn/locale (our texts) and elearn/locale_staff (texts of Wagtail and other "
        "packages that they leave without a translation); --compile writes .mo files, --check fails if a text lacks "
        "a language, --staff does the same for the packages' texts alone."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="write the .mo files only")
        what.add_argument("--check", action="store_true", help="write nothing; fail if a text is missing")
        parser.add_argument("--staff", action="store_true", help="only the texts of Wagtail and other packages")

    def handle(self, *, compile: bool, check: bool, staff: bool, **options: object) -> None:
        if compile:
            for path in self._all_catalogues():
                messages.compile_catalogue(path)
            return
        lacking = self._packages(write=not check)
        if not staff:
            lacking += self._own(write=not check)
        if check and lacking:
            raise CommandError("The catalogues are not complete.")

    def _own(self, *, write: bool) -> list[messages.Missing]:
        texts = messages.find_texts(settings.BASE_DIR, FOLDERS)
        lacking = []
        for language in messages.PLURALS:
            path = self._path(settings.LOCALE_PATHS[0], language, "django")
            if write:
                messages.update_catalogue(path, texts, language)
            lacking += messages.missing(path, texts, language)
        self._report(f"{len(texts)} texts of our own", lacking)
        return lacking

    def _packages(self, *, write: bool) -> list[messages.Missing]:
        """Do the same for what the packages say; their catalogues stand in every further folder of LOCALE_PATHS."""
        lacking: list[messages.Missing] = []
        for folder in settings.LOCALE_PATHS[1:]:
            count = 0
            for domain in staff_messages.DOMAINS:
                texts = staff_messages.package_texts(domain)
                count += len(texts)
                for language in messages.PLURALS:
                    path = self._path(folder, language, domain)
                    kept = staff_messages.kept_texts(path, language, texts)
                    if write and (kept or path.exists()):
                        messages.update_catalogue(path, kept, language)
                    lacking += messages.missing(path, kept, language)
            self._report(f"{count} texts of installed packages", lacking)
        return lacking

    def _all_catalogues(self) -> list[Path]:
        paths = [
            self._path(folder, language, domain)
            for folder in settings.LOCALE_PATHS
            for language in messages.PLURALS
            for domain in staff_messages.DOMAINS
        ]
        return [path for path in paths if path.exists()]

    def _path(self, folder: str | Path, language: str, domain: str) -> Path:
        return Path(folder) / language / "LC_MESSAGES" / f"{domain}.po"

    def _report(self, what: str, lacking: list[messages.Missing]) -> None:
        self.stdout.write(f"{what}; {len(lacking)} translations missing.")
        for gap in lacking[:SHOWN]:
            self.stdout.write(f"  {gap.language}: {gap.why}: {gap.text}")
        if len(lacking) > SHOWN:
            self.stdout.write(f"  … and {len(lacking) - SHOWN} more.")
