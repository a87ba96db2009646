"""One door for every file: what it is, its first bytes say and never its name."""

from .made import Made, Unfit, Why
from .pdf import MAGIC, write_anew
from .picture import draw_anew

LARGEST = 12 * 2**20  # bytes, as it comes


def make_anew(data: bytes) -> Made:
    """Give what is kept of a file. Raises Unfit."""
    if not data:
        raise Unfit(Why.EMPTY)
    if len(data) > LARGEST:
        raise Unfit(Why.LARGE)
    made = write_anew(data) if data.startswith(MAGIC) else draw_anew(data)
    if len(made.data) > 2 * LARGEST:
        raise Unfit(Why.HUGE)
    return made
