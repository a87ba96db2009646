"""Where a recorder's stream can be taken up in the middle: its header, and the places from which it can be decoded.

A recorder's pieces are cut anywhere. When one of them is lost, or a follower has to go on with what another began, a
decoder needs the header again and then a picture that stands on its own. WebM (Matroska) has clusters, MP4 has
fragments; both tell their time, and whether their first picture is a keyframe. Nothing else of them is read, and what
cannot be read is no place to begin.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from . import splice_mp4, splice_webm
from .splice_webm import Cut, Incomplete

__all__ = ["Cut", "Head", "NotSpliceable", "head_of"]

_LARGEST_HEAD = 2**22  # bytes; real ones have less than two thousand


class NotSpliceable(Exception):
    """Neither WebM nor MP4 as recorders write them."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a stream begins with, before its first picture or sound."""

    data: bytes
    has_picture: bool
    _cuts: Callable[[bytes, int], Iterator[Cut]] = field(repr=False)

    def cuts(self, data: bytes, since: int = 0) -> Iterator[Cut]:
        """The places in a part of the stream from which it can be decoded, in order, as far as that can be told."""
        return self._cuts(data, since)


def head_of(data: bytes) -> Head | None:
    """The header of a stream by its first bytes; None while it is not whole. Raises NotSpliceable."""
    for reader in (splice_webm, splice_mp4):
        if not reader.is_one(data):
            continue
        try:
            size, tracks = reader.read_head(data)
        except Incomplete:
            if len(data) > _LARGEST_HEAD:
                raise NotSpliceable("a header without end") from None
            return None
        except (ValueError, IndexError) as error:
            raise NotSpliceable(str(error)) from error
        return Head(data[:size], tracks.has_picture, tracks.cuts)
    if len(data) >= 12:
        raise NotSpliceable("neither WebM nor MP4")
    return None
