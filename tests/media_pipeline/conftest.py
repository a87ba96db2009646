"""What the pipeline's tests share: clips of every shape, and eyes for what ffmpeg made."""

import json
from pathlib import Path

import pytest

from media_pipeline import storage
from media_pipeline.domain import work as works
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Film, Rendition, Take, Upload, Work, WorkKind

from .clips import Clips


@pytest.fixture(scope="session")
def clips(tmp_path_factory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))


def playlist_of(rendition: Rendition) -> Path:
    """The media playlist of a rendition on this machine's disk."""
    path = storage.local_path(f"{rendition.film.folder}/{rendition.folder}/index.m3u8")
    assert path is not None
    return path


def look(path: Path) -> dict:
    """What ffprobe says of the one stream of a file or playlist, with `seconds` and `start`."""
    lines: list[str] = []
    what = ["-show_streams", "-show_format", "-of", "json", str(path)]
    run(what, program="ffprobe", timeout=30, on_line=lines.append)
    told = json.loads("\n".join(lines))
    (stream,) = told["streams"]
    turned = [data["rotation"] for data in stream.get("side_data_list", []) if "rotation" in data]
    return stream | {
        "seconds": float(told["format"]["duration"]),
        "start": float(told["format"]["start_time"]),
        "turned": turned[0] if turned else 0,
    }


def keyframes(path: Path) -> list[float]:
    """The seconds at which a playlist has keyframes."""
    lines: list[str] = []
    what = ["-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", str(path)]
    run(what, program="ffprobe", timeout=30, on_line=lines.append)
    return [float(line.split(",")[0]) for line in lines if ",K" in line]


def times(path: Path, which: str) -> list[float]:
    """A time of each packet of the picture (`pts_time`, `dts_time`), in the order in which they lie."""
    lines: list[str] = []
    what = ["-select_streams", "v", "-show_entries", f"packet={which}", "-of", "csv=p=0", str(path)]
    run(what, program="ffprobe", timeout=30, on_line=lines.append)
    return [float(line.split(",")[0]) for line in lines if line.strip(",")]


def hear(path: Path, filters: str, *, picture: bool = False) -> str:
    """What a filter that measures says of a file's sound, or picture."""
    kind = "-vf" if picture else "-af"
    return run(["-v", "info", "-i", str(path), kind, filters, "-f", "null", "-"], timeout=30)


def taking_in(sent: Take | Upload) -> Work:
    """The newest work that makes a source of what was sent."""
    kinds = [WorkKind.TAKE_IN, WorkKind.JOIN]
    return Work.objects.filter(film=sent.film_id, kind__in=kinds, subject=sent.pk.hex).latest("pk")


def taken_in(sent: Take | Upload) -> bool:
    """Do the work that makes a source of what was sent; says whether it waited and was done."""
    return works.run(taking_in(sent).pk)


def stored_folders(film: Film) -> set[str]:
    """Folders of renditions that lie in the storage."""
    return {name for name in storage.folders(film.folder) if "-" in name}
