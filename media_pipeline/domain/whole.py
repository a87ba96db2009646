"""The whole of a film as one file: what came in, or, where that is no longer kept, the best that was made from it."""

import shutil
from pathlib import Path

from django.core.files import File

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import whole
from media_pipeline.ffmpeg.playlist import beginnings_of, segments_of
from media_pipeline.ffmpeg.run import FfmpegFailed, run
from media_pipeline.models import Film, Rendition

__all__ = ["open_whole"]


def open_whole(film: Film) -> File:
    """Open the file. Raises FileNotFoundError when nothing of the film is there."""
    if film.source:
        return storage.films().open(film.source)
    live = list(Rendition.objects.filter(film=film, is_live=True))
    pictures = [row for row in live if row.kind != Rendition.Kind.AUDIO]
    best = max(pictures, key=lambda row: (row.height, row.bytes), default=None)
    sound = next((row for row in live if row.kind == Rendition.Kind.AUDIO), None)
    chosen = [row for row in (best, sound) if row]
    if not chosen:
        raise FileNotFoundError(film.folder)
    needs = 3 * sum(row.bytes for row in chosen)
    with storage.workspace("whole", needs=needs) as scratch:
        streams = [_stream(film, row, scratch / f"{row.kind}.mp4") for row in chosen]
        try:
            run(whole.together(streams), timeout=limits.copy_seconds(film.duration_ms / 1000), folder=scratch)
        except FfmpegFailed as error:
            raise FileNotFoundError(f"the versions of {film.pk} cannot be put together") from error
        return File((scratch / whole.NAME).open("rb"))  # the folder goes, what is open stays until it is closed


def _stream(film: Film, row: Rendition, target: Path) -> Path:
    """A rendition in a row: its beginning, then its segments, is an ordinary fragmented MP4."""
    folder = f"{film.folder}/{row.folder}"
    with storage.films().open(f"{folder}/index.m3u8", "rb") as file:
        words = file.read().decode()
    names = [*beginnings_of(words)[:1], *(name for name, _ in segments_of(words))]
    with target.open("wb") as stream:
        for name in names:
            with storage.films().open(f"{folder}/{name}", "rb") as part:
                shutil.copyfileobj(part, stream, 2**20)
    return target
