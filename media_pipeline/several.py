"""The same for many files at once: a storage elsewhere answers each only after a while, and an hour has thousands."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

__all__ = ["in_order"]

_AT_ONCE = 8
_AHEAD = 16  # begun and not yet taken
_MOST_BYTES = 2**25  # of these together; one that is larger goes by itself


One = TypeVar("One")
Result = TypeVar("Result")


def in_order(
    deed: Callable[[One], Result], each: Iterable[One], *, size: Callable[[One], int] = lambda one: 0
) -> Iterator[Result]:
    """Give what a deed makes of each, in order, several being done at a time. The deed asks no database.

    `size` says how many bytes the result of one holds, so that only so many lie in memory. The first fault is raised
    and what has not begun by then is not done.
    """
    waiting: deque[tuple[int, Future[Result]]] = deque()
    held = 0
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="several") as threads:
        try:
            for one in each:
                while waiting and (len(waiting) >= _AHEAD or held + size(one) > _MOST_BYTES):
                    held -= waiting[0][0]
                    yield waiting.popleft()[1].result()
                waiting.append((size(one), threads.submit(deed, one)))
                held += size(one)
            while waiting:
                yield waiting.popleft()[1].result()
        finally:
            for _size, future in waiting:
                future.cancel()
