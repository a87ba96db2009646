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
import elearn.notices.api
import media_pipeline.api

logger = logging.getLogger("elearn.tick")
DAY = 24 * 3600.0


def tidy() -> None:
    """Remove ended sessions and old task rows."""
    call_command("clearsessions", verbosity=0)
    if settings.QUEUE == "database":
        call_command("prune_db_task_results", verbosity=0, min_age_days=7)


CHORES: list[tuple[float, Callable[[], object]]] = [
    (5.0, media_pipeline.api.sweep),
    (10.0, elearn.notices.api.sweep),
    (15.0, courses.api.sweep),
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

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do every chore once and stop")

    def handle(self, *, once: bool, **options: object) -> None:
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        due = [0.0] * len(CHORES)
        while True:
            round_of_chores(due, time.monotonic())
            close_old_connections()
            if once or stopping.wait(1.0):
                return
