"""The picture on its way from the decoder to the encoders: whole frames, colours of every screen, the right size.

The steps are in the order that costs least: what needs every source pixel comes first, then each rung is scaled from
the one above it.
"""

from fractions import Fraction
from typing import Any

from .facts import Video
from .ladder import Rung

__all__ = ["ladder", "upright"]

# HDR to SDR: swscale maps the tones of its whole range (`perceptual`; its default cuts off whatever is brighter than
# paper, and skies are blown), which leaves faces dim; the curve lifts them and keeps room for what shines.
_PERCEPTUAL = {
    "intent": "perceptual",
    "out_transfer": "bt709",
    "out_primaries": "bt709",
    "out_color_matrix": "bt709",
    "out_range": "tv",
}
_LIFT = "0/0 0.32/0.47 0.64/0.85 1/1"


def ladder(decoded: Any, video: Video, rungs: tuple[Rung, ...], *, in_colour: bool = True) -> list[Any]:
    """A stream for each rung, largest first. Without `in_colour` HDR stays what it is: enough to count bits."""
    picture = _whole(decoded, video)
    if video.transfer and in_colour:
        picture = _to_sdr(picture, video, rungs[0])
    streams, rate, size = [], video.frame_rate, (0, 0)
    for number, rung in enumerate(rungs):
        if Fraction(rung.frame_rate) != Fraction(rate):
            picture, rate = picture.filter("fps", fps=rung.frame_rate), rung.frame_rate
        if size != (rung.width, rung.height):
            picture, size = _scaled(picture, rung.width, rung.height), (rung.width, rung.height)
        if number == len(rungs) - 1:
            streams.append(picture)
        else:
            both = picture.filter_multi_output("split", 2)
            streams.append(both.stream(0))
            picture = both.stream(1)
    return streams


def upright(decoded: Any, video: Video, width: int) -> Any:
    """Single pictures, as wide as they are shown."""
    picture = decoded.filter("bwdif", deint="interlaced") if video.interlaced else decoded
    if video.transfer:
        picture = picture.filter("scale", w=width, h=-2, **_PERCEPTUAL)
        picture = _lifted(picture)
    return picture.filter("scale", w=width, h=-2, out_range="pc").filter("setsar", 1)


def _whole(decoded: Any, video: Video) -> Any:
    """Whole frames at a steady rate and of one size, whatever the recording does on its way.

    Fields are woven into frames only where the stream says that there are fields.
    """
    picture = decoded.filter("bwdif", mode="send_frame", deint="interlaced") if video.interlaced else decoded
    picture = picture.filter("fps", fps=video.frame_rate, start_time=0)
    if not video.square:
        return picture
    size = {"w": video.shown_width, "h": video.shown_height}
    fitted = picture.filter("scale", **size, force_original_aspect_ratio="decrease")
    return fitted.filter("pad", video.shown_width, video.shown_height, "(ow-iw)/2", "(oh-ih)/2")


def _to_sdr(picture: Any, video: Video, top: Rung) -> Any:
    """Convert once, at the size of the top rung, for all rungs."""
    source = {"in_transfer": video.transfer, "in_primaries": "bt2020"}
    return _lifted(picture.filter("scale", w=top.width, h=top.height, flags="bicubic", **source, **_PERCEPTUAL))


def _lifted(picture: Any) -> Any:
    lifted = picture.filter("format", "gbrp").filter("curves", all=_LIFT)
    return lifted.filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuv420p")


def _scaled(picture: Any, width: int, height: int) -> Any:
    scaled = picture.filter("scale", w=width, h=height, flags="bicubic", out_range="tv")
    return scaled.filter("setsar", 1).filter("format", "yuv420p")
