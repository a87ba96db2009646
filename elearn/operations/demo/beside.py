"""What goes beside a demo film: a signed film and a described sound, both of them examples that say so.

Nobody signs here and nothing is fetched: the signed film shows a drawn figure and the words that it is an example. The
described sound is the film's own, quieter while one sentence tells what is to be seen.
"""

import tempfile
from pathlib import Path

import ffmpeg

import courses.api as school
import media_pipeline.api as films
from elearn.people.models import Account
from media_pipeline.ffmpeg import run
from media_pipeline.models import Film, TrackKind

from .draw import FRAMES_A_SECOND, frames
from .narrate import narrate
from .texts import DemoBeside

_LOOP_SECONDS = 2.0  # of drawn moving hands, over and over
_SMALL = {"vcodec": "libx264", "preset": "veryfast", "crf": 26, "g": 24, "pix_fmt": "yuv420p"}
_QUIET = 0.2  # how loud the film is while something is told


def make(film: Film, path: Path, beside: DemoBeside, *, language: str, by: Account) -> None:
    """Make both for a film whose file lies at `path`, and let a coordinator put them beside it."""
    seconds = film.duration_ms / 1000
    with tempfile.TemporaryDirectory(prefix="korpu-demo-") as name:
        folder = Path(name)
        frames("signing", [(beside.signed_words, _LOOP_SECONDS)], folder)
        run.run(_signed(folder, seconds, folder / "signed.mp4"), timeout=60)
        [told] = narrate([beside.told], language=language, path=folder / "told.wav")
        run.run(_described(folder, path, told, folder / "described.mp4"), timeout=60)
        for kind, title, made in (
            (TrackKind.SIGN, beside.signed_title, "signed.mp4"),
            (TrackKind.DESCRIBED, beside.told_title, "described.mp4"),
        ):
            other = films.open_film(title)
            films.receive_file(other, folder / made)
            school.put_beside(film, kind=kind, film=films.prepare_now(other), offset_ms=0, by=by)


def _signed(folder: Path, seconds: float, made: Path) -> list[str]:
    picture = ffmpeg.input(str(folder / "%05d.jpg"), framerate=FRAMES_A_SECOND, loop=1, t=seconds)
    small = picture.filter("scale", 320, 180)
    return list(ffmpeg.output(small, str(made), r=12, **_SMALL).get_args())


def _described(folder: Path, film: Path, told: float, made: Path) -> list[str]:
    """The sound of the film, quieter under the sentence: a film without a picture, as long as the other."""
    quiet = ffmpeg.input(str(film)).audio.filter("volume", _QUIET, enable=f"lt(t,{told:.2f})")
    words = ffmpeg.input(str(folder / "told.wav")).audio
    sound = ffmpeg.filter([quiet, words], "amix", inputs=2, duration="first", normalize=0)
    return list(ffmpeg.output(sound, str(made), acodec="aac", ar=48000, ac=1, audio_bitrate="96k").get_args())
