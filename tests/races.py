"""Deeds at the same moment: two windows, two workers, a double tap."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def all_at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Begin all in the same moment, each with a database connection of its own; give their answers or errors, in order."""
    gate = threading.Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def refusals(answers: list[Any], kind: type[Exception]) -> list[str]:
    """Give the names of what was refused. An error of another kind is raised: nobody expected it."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    for error in errors:
        if not isinstance(error, kind):
            raise error
    return [type(error).__name__ for error in errors]
