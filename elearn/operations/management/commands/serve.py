"""Serve the site: the web server, its workers and the tick, in the foreground, stopped by Ctrl-C."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

import media_pipeline.api as films
from elearn.operations.processes import Part, Supervisor

# Streams of events never end by themselves: a server that stops waits so many seconds for what is under way.
STOP_WITHIN = "5"
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def web(host: str, port: int, workers: int) -> list[str]:
    """Give the command of the web server. Many keep-alive connections wait on films, hence the backlog."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "asginl", "--host", host, "--port", str(port), "--workers", str(workers),
        "--loop", "asyncio", "--backlog", "8192", "--backpressure", "4096",
        "--respawn-failed-workers", "--workers-kill-timeout", STOP_WITHIN,
        "--no-ws", "--log-level", "warning", "elearn.asgi:application",
    ]  # fmt: skip


def worker(queue: str, number: int = 1) -> Part:
    """Give a worker of one kind; there may be several."""
    name = f"the {queue} worker" if number == 1 else f"the {queue} worker {number}"
    return Part(name, [*MANAGE, "work", "--queue", queue])


class Command(BaseCommand):
    help = "Serve the site with its workers until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=1)
        parser.add_argument("--encode-workers", type=int, default=1, help="each encodes one film at a time")
        parser.add_argument("--arriving-workers", type=int, default=2, help="each follows one recording at a time")
        parser.add_argument(
            "--office-workers", type=int, default=1, help="each issues for a group or plans a fortnight"
        )
        parser.add_argument("--live-workers", type=int, default=1, help="each follows any number of broadcasts")
        parser.add_argument(
            "--live-caption-workers", type=int, default=int(bool(films.speech_languages())),
            help="each writes the captions of one broadcast, where there is a speech model",
        )  # fmt: skip

    def handle(
        self, *, host: str, port: int, web_workers: int, encode_workers: int, arriving_workers: int,
        office_workers: int, live_workers: int, live_caption_workers: int, **options: object,
    ) -> None:  # fmt: skip
        supervisor = Supervisor(
            parts=[
                Part("the web server", web(host, port, web_workers)),
                worker("quick"),
                *[worker("encode", number) for number in range(1, encode_workers + 1)],
                *[worker("arriving", number) for number in range(1, arriving_workers + 1)],
                *[worker("office", number) for number in range(1, office_workers + 1)],
                *[worker("live", number) for number in range(1, live_workers + 1)],
                *[worker("live_captions", number) for number in range(1, live_caption_workers + 1)],
                Part("the tick", [*MANAGE, "tick"]),
            ],
            say=self.stderr.write,
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        self.stdout.write(f"Körpü is at http://{host}:{port}/ — Ctrl-C stops it.")
        self.stdout.flush()
        supervisor.run()
        self.stdout.write("Everything has stopped.")
