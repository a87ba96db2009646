"""A part of a stored file, as a storage elsewhere gives it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["NoSuchPart", "Part"]

_CHUNK = 2**18


class NoSuchPart(Exception):
    """The part that was asked for lies beyond the end; `size` is where that is."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


@dataclass(frozen=True)
class Part:
    """Bytes `start` to before `end` of a file of `size` bytes; `body` is read from until they are all there."""

    start: int
    end: int
    size: int
    etag: str
    modified: datetime
    body: Any

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece. Raises OSError when the bucket breaks off."""
        left = self.end - self.start
        while left:
            data = self.body.read(min(_CHUNK, left))
            if not data:
                raise OSError("the bucket broke off")
            left -= len(data)
            yield data
