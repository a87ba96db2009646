"""Films to send: as a telephone takes them."""

from pathlib import Path

from media_pipeline.ffmpeg.run import run
from tests import factories

PLACE = "+40.4093+049.8671/"


def phone_film(folder: Path) -> bytes:
    """A film as a telephone takes it: the place is in the file, and in its streams."""
    factories.recording(folder / "plain.mp4", seconds=1, codec="mp4")
    tags = [
        f"location={PLACE}",
        f"location-eng={PLACE}",
        f"com.apple.quicktime.location.ISO6709={PLACE}",
        "title=Secret",
    ]
    named = [part for tag in tags for part in ("-metadata", tag, "-metadata:s:v", tag)]
    run(
        ["-i", str(folder / "plain.mp4"), "-c", "copy", *named, "-movflags", "use_metadata_tags", str(folder / "tagged.mp4")],
        timeout=30,
    )  # fmt: skip
    return (folder / "tagged.mp4").read_bytes()
