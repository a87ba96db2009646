"""A studio for tests: a stream as a browser records it, cut as MediaRecorder cuts it, and sent piece by piece."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import ffmpeg
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.domain.live import ingest
from media_pipeline.ffmpeg.run import run as run_ffmpeg
from media_pipeline.models import Broadcast, LiveRun, LiveSegment, Piece

H264 = {"vcodec": "libx264", "preset": "ultrafast", "tune": "zerolatency", "pix_fmt": "yuv420p", "bf": 0}
VP8 = {"vcodec": "libvpx", "deadline": "realtime", "cpu-used": 8, "b:v": "300k"}


@cache
def stream(kind: str = "h264", seconds: int = 8, *, gop: int = 15, sound: bool = True) -> bytes:
    """Fifteen frames a second and a tone: Chromium's H.264 or VP8 in Matroska, Safari's MP4."""
    picture = ffmpeg.input(f"testsrc2=s=320x240:r=15:d={seconds}", f="lavfi")
    tone = ffmpeg.input(f"sine=f=440:r=48000:d={seconds}", f="lavfi")
    how = {
        "h264": {**H264, "acodec": "libopus", "f": "matroska", "live": 1},
        "vp8": {**VP8, "acodec": "libopus", "f": "webm", "live": 1},
        "mp4": {**H264, "acodec": "aac", "f": "mp4", "movflags": "frag_keyframe+empty_moov+default_base_moof"},
    }[kind]
    if not sound:
        how.pop("acodec")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stream"
        told = ffmpeg.output(picture, *([tone] if sound else []), str(path), g=gop, keyint_min=gop, **how)
        run_ffmpeg(ffmpeg.get_args(told), timeout=60)
        return path.read_bytes()


def in_seconds(data: bytes, count: int) -> list[bytes]:
    """Cut as a recorder does: anywhere, about a second each."""
    step = -(-len(data) // count)
    return [data[at : at + step] for at in range(0, len(data), step)]


@dataclass
class Studio:
    """One device that sends."""

    broadcast: Broadcast
    holder: UUID = field(default_factory=uuid4)

    def begin(self, *, on_air: bool = True, mime: str = "video/webm", key: str = "") -> LiveRun:
        return ingest.begin_run(self.broadcast.pk, ingest.RunFacts(self.holder, mime, on_air, key=key))

    def send(self, run: LiveRun, number: int, data: bytes, *, waiting: int | None = None) -> bool:
        return ingest.receive_piece(
            self.broadcast.pk, run.number, number,
            checksum=sha256(data).hexdigest(), data=data, duration_ms=1000, waiting=waiting,
        )  # fmt: skip

    def send_all(self, run: LiveRun, pieces: list[bytes], *, without: tuple[int, ...] = (), over: bool = True) -> None:
        """Send all but some, and say that it is over: those are lost."""
        for number, data in enumerate(pieces, 1):
            if number not in without:
                self.send(run, number, data)
        if over:
            ingest.end_run(self.broadcast.pk, run.number, pieces=len(pieces), lost=without)


def badly_sent(pieces: list[bytes], *, seed: int) -> tuple[list[tuple[int, bytes]], list[int]]:
    """One piece in ten is lost, doubled or out of its turn: what is sent in which order, and what never is."""
    dice = random.Random(seed)
    lost: list[int] = []
    order: list[tuple[float, int]] = []
    for number in range(1, len(pieces) + 1):
        fate = dice.random()
        if fate < 0.1 and number > 1:
            lost.append(number)
            continue
        order.append((number + (dice.choice([-2.5, 2.5]) if fate < 0.2 else 0), number))
        if fate > 0.9:
            order.append((number + dice.uniform(0, 3), number))
    return [(number, pieces[number - 1]) for _, number in sorted(order)], lost


def segments(broadcast: Broadcast, rendition: str = "live", *, on_air: bool = True) -> list[LiveSegment]:
    """Rows of a rendition, by their numbers."""
    rows = LiveSegment.objects.filter(broadcast=broadcast, rendition=rendition, is_on_air=on_air)
    return list(rows.order_by("number"))


def lengths(broadcast: Broadcast, rendition: str = "live") -> list[int]:
    """Milliseconds of each segment."""
    return [row.duration_ms for row in segments(broadcast, rendition)]


def path_of(broadcast: Broadcast, key: str) -> Path:
    path = storage.local_path(f"{broadcast.film.folder}/{key}")
    assert path is not None
    return path


def played(broadcast: Broadcast, rendition: str = "live", *, on_air: bool = True) -> dict[str, bytes]:
    """What a player would decode: for each stretch its initialisation segment with its segments after it."""
    whole: dict[str, bytes] = {}
    for row in segments(broadcast, rendition, on_air=on_air):
        if row.init not in whole:
            whole[row.init] = path_of(broadcast, row.init).read_bytes()
        whole[row.init] += path_of(broadcast, row.file).read_bytes()
    return whole


def count_frames(content: bytes, kind: str = "v") -> int:
    """How many pictures, or sounds, decode without a fault."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "played.mp4"
        path.write_bytes(content)
        lines: list[str] = []
        what = ["-select_streams", kind, "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"]
        run_ffmpeg([*what, str(path)], program="ffprobe", timeout=60, on_line=lines.append)
        return int(lines[0].strip(","))


def kept(take_id: UUID) -> dict[tuple[int, int], str]:
    """Checksums of all pieces of a take, as they lie in the storage."""
    found = {}
    for piece in Piece.objects.filter(take=take_id).select_related("take__film"):
        with storage.films().open(piece.key, "rb") as stored:
            found[piece.run, piece.number] = sha256(stored.read()).hexdigest()
    return found


def filmed(broadcast, began, spans, *, seconds: int, arrived=None) -> None:
    """Have the first run begin then and the broadcast be on air then, in seconds; all its pieces came at the end."""
    zero = timezone.now() - timedelta(minutes=10)
    at = [[(zero + timedelta(seconds=one)).isoformat() for one in span] for span in spans]
    Broadcast.objects.filter(pk=broadcast.pk).update(spans=at)
    LiveRun.objects.update(began_at=zero + timedelta(seconds=began))
    Piece.objects.update(arrived_at=zero + timedelta(seconds=seconds if arrived is None else arrived))
