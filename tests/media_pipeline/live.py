"""Broadcasts by their rows, and the sound segments of one that somebody speaks in."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from media_pipeline import storage
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Broadcast, Film, LiveSegment


def broadcast(state: str = "on_air", *, seconds: int = 0, language: str = "en", **facts) -> Broadcast:
    """A broadcast with so many seconds on air, the last of which was captured just now; no files lie behind it."""
    film = Film.objects.create(title="Şərf", language=language)
    now = timezone.now()
    on_air_at = None if state == "rehearsal" else now - timedelta(seconds=seconds)
    made = Broadcast.objects.create(
        film=film, state=state, on_air_at=on_air_at, ended_at=now if state == "ended" else None, **facts
    )
    for number in range(seconds):
        segment(made, number, now - timedelta(seconds=seconds - number))
    return made


def segment(made: Broadcast, number: int, captured_at=None, *, rendition: str = "live", **facts) -> LiveSegment:
    known = {
        "run": 1, "init": f"{rendition}/init.mp4", "file": f"{rendition}/{number}.m4s", "start_ms": number * 1000,
        "duration_ms": 1000, "bytes": 1000, "captured_at": captured_at or timezone.now(),
    }  # fmt: skip
    return LiveSegment.objects.create(broadcast=made, rendition=rendition, number=number, **{**known, **facts})


def sound_of(made: Broadcast, wav: Path, folder: Path, *, run_number: int = 1, begins_ms: int = 0) -> list[LiveSegment]:
    """Store the AAC segments of a sound file, a second each, as a follower does; the rows are not saved."""
    out = folder / f"hls-{run_number}"
    out.mkdir()
    run(
        [
            *("-i", str(wav), "-c:a", "aac", "-ar", "48000", "-ac", "1", "-f", "hls", "-hls_time", "1"),
            *("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4", "-hls_list_size", "0"),
            *("-hls_segment_filename", str(out / "s%03d.m4s"), str(out / "index.m3u8")),
        ],
        timeout=60,
    )
    name = f"livesound-{run_number:02}"
    storage.put_copy(f"{made.film.folder}/{name}/init.mp4", out / "init.mp4")
    lengths = [line[8:].rstrip(",") for line in (out / "index.m3u8").read_text().splitlines() if line[:7] == "#EXTINF"]
    rows, at, before = [], begins_ms, LiveSegment.objects.filter(broadcast=made, rendition="livesound").count()
    for number, (path, length) in enumerate(zip(sorted(out.glob("s*.m4s")), lengths, strict=True)):
        storage.put_copy(f"{made.film.folder}/{name}/{path.name}", path)
        row = LiveSegment(
            broadcast=made, rendition="livesound", number=before + number, run=run_number, init=f"{name}/init.mp4",
            file=f"{name}/{path.name}", start_ms=at, duration_ms=round(float(length) * 1000), bytes=path.stat().st_size,
            captured_at=timezone.now(),
        )  # fmt: skip
        at += row.duration_ms
        rows.append(row)
    return rows
