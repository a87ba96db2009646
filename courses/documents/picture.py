"""Makes pictures of designs fit for a paper: a logo or a signature as a small PNG with nothing hidden in it. Pure."""

import base64
import hashlib
import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps

LARGEST_BYTES = 5 * 2**20
MOST_PIXELS = 30_000_000  # what a picture may unpack to
LARGEST_SIDE = 600  # pixels; at 35 mm that is 430 a inch
FITS = 200_000  # bytes of the picture made, so that a paper stays small
FORMS = ("PNG", "JPEG", "WEBP")


class Unfit(ValueError):
    """This cannot be printed: it is no picture, or far too large a one."""


@dataclass(frozen=True)
class Picture:
    """A picture on a paper, with the words for those who do not see it. `png` is as `as_png` gives it."""

    words: str
    png: bytes

    @property
    def svg(self) -> str:
        return _wrapped(self.png)


def as_png(data: bytes) -> bytes:
    """Draw a picture anew, small and in plain colours; see-through parts stay so. Raises Unfit."""
    if not 0 < len(data) <= LARGEST_BYTES:
        raise Unfit
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Unfit
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Unfit:
        raise
    except Exception as error:  # a damaged file may trip the reader anywhere
        raise Unfit from error
    return _small(upright)


def digest(png: bytes) -> str:
    return hashlib.sha256(png).hexdigest()


def _small(picture: Image.Image) -> bytes:
    """Write it with a side that fits; what is drawn anew has no place, camera or comments in it."""
    side = LARGEST_SIDE
    while True:
        fitted = picture.copy()
        fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
        bare = Image.new("RGBA", fitted.size)
        bare.paste(fitted)
        written = BytesIO()
        bare.save(written, "PNG", optimize=True)
        if written.tell() <= FITS or side < 100:
            return written.getvalue()
        side = side * 3 // 4


@lru_cache(maxsize=32)
def _wrapped(png: bytes) -> str:
    """Give a PNG as SVG: pictures reach the drawing as text."""
    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        width, height = opened.size
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
