"""Several processes that make papers at once: nothing of the site is in them, they draw, sign and give back. Pure.

Drawing and signing hold the interpreter, so threads do not help. The processes are begun anew, not forked: a fork would
inherit connections to the database and threads that are gone.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

from elearn.web.typesetting import warm_up

from .make import Job, Made, make

# Fewer are made sooner where we are than processes are begun.
WORTH_IT = 30
MOST = 4
GIVES_WAY = 5  # of nice: who watches and signs in comes first

Hand = Callable[[Job], "Future[Made]"]


def cores() -> int:
    """Give how many processes are of use here."""
    return min(len(os.sched_getaffinity(0)), MOST)


@contextmanager
def hands(count: int) -> Iterator[Hand]:
    """Give what makes papers: processes of their own for many, this one for few."""
    if count < WORTH_IT or cores() < 2:
        yield _here
        return
    with ProcessPoolExecutor(cores(), mp_context=get_context("spawn"), initializer=_begin) as pool:
        yield lambda job: pool.submit(make, job)


def _here(job: Job) -> "Future[Made]":
    done: Future[Made] = Future()
    try:
        done.set_result(make(job))
    except Exception as error:  # handed on, as a process would
        done.set_exception(error)
    return done


def _begin() -> None:
    """Make a process ready: it gives way to others, ends with the one that began it, and has its fonts read."""
    from . import signature  # noqa: F401  loaded before the first paper waits for it

    os.nice(GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who began it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up(__package__)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # whatever it was making, nobody waits for it any more
