"""Serve the site: the web server, two workers and the tick, in the foreground, stopped by Ctrl-C."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from elearn.operations.processes import Part, Supervisor

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def web(host: str, port: int, workers: int) -> list[str]:
    """Give the command of the web server. Many keep-alive connections wait on films, hence the backlog."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "asginl", "--host", host, "--port", str(port), "--workers", str(workers),
        "--loop", "asyncio", "--backlog", "8192", "--backpressure", "4096",
        "--respawn-failed-workers", "--no-ws", "--log-level", "warning", "elearn.asgi:application",
    ]  # fmt: skip


class Command(BaseCommand):
    help = "Serve the site with its workers until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=1)

    def handle(self, *, host: str, port: int, web_workers: int, **options: object) -> None:
        supervisor = Supervisor(
            parts=[
                Part("the web server", web(host, port, web_workers)),
                Part("the quick worker", [*MANAGE, "work", "--queue", "quick"]),
                Part("the encode worker", [*MANAGE, "work", "--queue", "encode"]),
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
