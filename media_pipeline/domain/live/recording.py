"""The recording of a broadcast, out of its pieces: one file for each row of them without a gap.

A piece that nobody has leaves a stream that cannot be read on. What follows the gap gets the run's header before its
first keyframe, and is then as good as a run of its own: the film misses what nobody sent, and not more than a second
beside it. What a studio filmed in a pause that it had not heard of is left out in the same way.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from media_pipeline import limits
from media_pipeline.domain.receive import content_of
from media_pipeline.ffmpeg import command
from media_pipeline.ffmpeg.run import FfmpegFailed, run
from media_pipeline.ffmpeg.splice import Head, NotSpliceable, head_of
from media_pipeline.models import Piece, Take

from .off_air import off_air

__all__ = ["write_rows"]

_MOST_WITHOUT_KEYFRAME = 2**26  # bytes
_LARGEST_HEAD = 2**23
_FEWEST_BYTES = 10_000  # of a second of what is recorded

logger = logging.getLogger("media_pipeline")


def write_rows(take: Take, folder: Path) -> list[Path]:
    """Write what came of a take, each row of pieces as a file that can be read by itself, in order."""
    found, out = [], off_air(take.pk)
    for number in sorted(map(int, take.expected)):
        head: Head | None = None
        for at, row in enumerate(_rows(take, number, out.get(number, set()))):
            target = folder / f"run-{number:03}-{at:05}"
            if row[0].number == 1:
                head = _write_first(target, row)
            elif head is None or not _write_after_gap(target, head, row):
                logger.warning("take %s, run %s: pieces %s and on cannot be read", take.pk, number, row[0].number)
                continue
            found.append(target)
    return [row for row in found if _made_anew(row)] if len(found) > 1 else found


def _rows(take: Take, run: int, out: set[int]) -> Iterator[list[Piece]]:
    """Pieces of a run that are to be shown, by those that follow one another."""
    row: list[Piece] = []
    for piece in take.pieces.filter(run=run).exclude(number__in=out).order_by("number").select_related("take__film"):
        if row and piece.number != row[-1].number + 1:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _write_first(target: Path, row: list[Piece]) -> Head | None:
    """The beginning of a run as it came; gives its header, if that can be told."""
    head: Head | None = None
    known = b""
    with target.open("wb") as file:
        for piece in row:
            data = content_of(piece)
            file.write(data)
            if head is None and len(known) < _LARGEST_HEAD:
                known += data
                head = _head(known)
    return head


def _head(data: bytes) -> Head | None:
    try:
        return head_of(data)
    except NotSpliceable:
        return None


def _write_after_gap(target: Path, head: Head, row: list[Piece]) -> bool:
    """What follows a gap, from its first keyframe on; says whether there is one."""
    waiting, has_begun = b"", False
    with target.open("wb") as file:
        for piece in row:
            data = content_of(piece)
            if has_begun:
                file.write(data)
                continue
            waiting = (waiting + data)[-_MOST_WITHOUT_KEYFRAME:]
            cut = next(head.cuts(waiting), None)
            if cut:
                file.write(head.data + waiting[cut.offset :])
                has_begun, waiting = True, b""
    if not has_begun:
        target.unlink()
    return has_begun


def _made_anew(target: Path) -> bool:
    """Give a row an end that is whole and a clock of its own, so that it can be joined; says whether it is a film.

    What was cut in the middle of a picture ends the joining there, and MP4 tells the time of the whole run as length.
    """
    raw = target.rename(target.with_name(f"{target.name}-raw"))
    size = raw.stat().st_size
    try:
        run(
            command.clean(raw, target.name, is_cut=True), folder=target.parent, largest=limits.copy_bytes(size),
            timeout=limits.copy_seconds(size / _FEWEST_BYTES),
        )  # fmt: skip
    except FfmpegFailed as error:
        if error.is_ours:
            raise
        return False
    finally:
        raw.unlink(missing_ok=True)
    return True
