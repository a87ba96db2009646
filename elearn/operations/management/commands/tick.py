"""The clock of the house: takes up what was let fall, and tidies what is old."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

import courses.api
import elearn.guidance.api
import elearn.notices.api
import elearn.people.api
import elearn.safety.api
import elearn.search.api
import elearn.visits.api
import media_pipeline.api
from elearn.operations.connection import keep_connection

logger = logging.getLogger("elearn.tick")
MINUTE = 60.0
HOUR = 3600.0
DAY = 24 * HOUR


def tidy() -> None:
    """Remove ended sessions, old task rows, and the numbers of calls made long ago."""
    elearn.people.api.forget_calls()
    call_command("clearsessions", verbosity=0)
    if settings.QUEUE == "database":
        call_command("prune_db_task_results", verbosity=0, min_age_days=7)


def publish_due() -> None:
    """Publish what is due at a time set beforehand, if its approval still holds then."""
    call_command("publish_scheduled", verbosity=0)


CHORES: list[tuple[float, Callable[[], object]]] = [
    (5.0, media_pipeline.api.sweep),
    (300.0, media_pipeline.api.ask_for_captions),
    (10.0, elearn.notices.api.sweep),
    (15.0, courses.api.sweep),
    (20.0, courses.api.sweep_webinars),
    (15 * MINUTE, courses.api.sweep_learning),
    (60.0, publish_due),
    (MINUTE, elearn.safety.api.sweep),
    (MINUTE, elearn.visits.api.sweep),
    (MINUTE, elearn.guidance.api.sweep),
    (5 * MINUTE, media_pipeline.api.keep_house),
    (HOUR, elearn.people.api.sweep_guardians),
    (HOUR, elearn.people.api.sweep_companions),
    (MINUTE, elearn.people.api.sweep_own_data),
    (DAY, elearn.people.api.tidy),
    (3600.0, elearn.people.api.end_consents),
    (DAY, elearn.search.api.sweep),
    (DAY, tidy),
]


def round_of_chores(due: list[float], now: float) -> None:
    """Do what is due and set its next time. A chore that fails is logged and comes round again."""
    for number, (every, chore) in enumerate(CHORES):
        if now < due[number]:
            continue
        due[number] = now + every
        try:
            chore()
        except Exception:
            logger.exception("The chore %s failed; it will be tried again.", chore.__module__)


class Command(BaseCommand):
    help = "Sweep and tidy until told to stop."
    requires_system_checks: list[str] = []  # as for a worker

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do every chore once and stop")

    def handle(self, *, once: bool, **options: object) -> None:
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        due = [0.0] * len(CHORES)
        keep_connection()
        while True:
            round_of_chores(due, time.monotonic())
            close_old_connections()
            if once or stopping.wait(1.0):
                return
