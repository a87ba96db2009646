"""Make the demo films: drawn frames and a spoken text, encoded as a phone would have recorded them."""

import tempfile
from pathlib import Path

import ffmpeg

from media_pipeline.ffmpeg import run

from .draw import FRAMES_A_SECOND, frames
from .narrate import narrate
from .texts import DemoCourse


def make_film(course: DemoCourse, path: Path) -> list[float]:
    """Write the film of a course as MP4 (H.264, AAC). Gives how long each sentence takes, in seconds."""
    with tempfile.TemporaryDirectory(prefix="korpu-demo-") as name:
        folder = Path(name)
        voice = folder / "voice.wav"
        lengths = narrate(list(course.sentences), language=course.language, path=voice)
        frames(course.scene, list(zip(course.sentences, lengths, strict=True)), folder)
        run.run(_recording(folder, voice, path), timeout=120)
    return lengths


def _recording(folder: Path, voice: Path, path: Path) -> list[str]:
    picture = ffmpeg.input(str(folder / "%05d.jpg"), framerate=FRAMES_A_SECOND)
    sound = ffmpeg.input(str(voice))
    made = ffmpeg.output(
        picture, sound, str(path), r=24, vcodec="libx264", preset="veryfast", crf=20, g=48,
        pix_fmt="yuv420p", acodec="aac", ar=48000, ac=1, audio_bitrate="96k", shortest=None,
        movflags="+faststart",
    )  # fmt: skip
    return list(made.get_args())
