"""A worker of one queue. When told to stop it ends ffmpeg first, so that the film goes back to the queue."""

import signal
from argparse import ArgumentParser
from contextlib import nullcontext
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from elearn.operations.connection import keep_connection
from media_pipeline.ffmpeg.run import stop_requested
from media_pipeline.hands import saying_so

POLL_SECONDS = 0.3
# The queues each kind of worker listens to, the most urgent first. Wagtail puts its own small tasks (references,
# search) on "default". A film that arrived is looked at by whoever is free first.
ALSO = {
    "quick": ["quick", "default", "watchable"],
    "encode": ["watchable", "first_rung", "ladder", "captions", "rest"],
    "arriving": ["arriving", "watchable"],
    # A thousand certificates or a plan of visits take a minute: nobody's code for signing in waits behind them, and
    # they wait behind no film.
    "office": ["office"],
    "live": ["live"],  # nothing else: it has to be free when somebody goes on the air
    "live_captions": ["live_captions"],  # one webinar for its whole length
}


class Command(BaseCommand):
    help = "Work on one queue until told to stop."
    # What prepares the site and what serves it have checked it; once more would take a quarter of the start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queue", choices=list(ALSO), required=True)
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing waits")

    def handle(self, *, queue: str, until_empty: bool, **options: object) -> None:
        keep_connection()
        with nullcontext() if until_empty else saying_so(queue):
            if settings.QUEUE == "redis":
                work_on_redis(queue, until_empty=until_empty)
            else:
                work_on_database(queue, until_empty=until_empty)


def work_on_database(queue: str, *, until_empty: bool) -> None:
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    class StoppableWorker(Worker):
        def shutdown(self, signum: int, frame: FrameType | None) -> None:
            stop_requested.set()
            super().shutdown(signum, frame)

    worker = StoppableWorker(
        queue_names=ALSO[queue],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    worker.run()


def work_on_redis(queue: str, *, until_empty: bool) -> None:
    import django_rq
    from rq import SimpleWorker

    class StoppableWorker(SimpleWorker):
        """Works in this very process: a signal reaches the task it runs."""

        def request_stop(self, signum: int, frame: FrameType | None) -> Any:
            stop_requested.set()
            return super().request_stop(signum, frame)

    queues = [django_rq.get_queue(name) for name in ALSO[queue]]
    worker = StoppableWorker(queues, job_class="django_tasks_rq.Job")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    worker.work(burst=until_empty, with_scheduler=True, logging_level="WARNING")
