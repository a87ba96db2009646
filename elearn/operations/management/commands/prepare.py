"""Bring the database to today: tables, roles, languages, first pages and signing keys. Safe to run again."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

import courses.api
import elearn.guidance.api
import elearn.people.api
import elearn.safety.api
import elearn.search.api
import elearn.visits.api
import elearn.web.api


class Command(BaseCommand):
    help = "Migrate, then make roles, languages, first pages and keys where they are missing."

    def handle(self, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        elearn.web.api.prepare()
        elearn.people.api.prepare()
        elearn.safety.api.prepare()
        courses.api.prepare()
        elearn.visits.api.prepare()
        elearn.guidance.api.prepare()
        elearn.search.api.prepare()
        self.stdout.write("The database is ready.")
