"""A picture is drawn anew: where and when it was taken, by what, and whatever was hidden in it, is left behind."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .made import Made, Unfit, Why

FORMS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000  # a telephone of today takes 50
SIDE = 2600  # pixels: a letter on A4 stays readable
QUALITY = 85


def draw_anew(data: bytes) -> Made:
    """Give the JPEG that is kept of a picture, upright, without anything but what can be seen. Raises Unfit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Made("jpeg", _drawn(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(Why.HUGE) from error
    except UnidentifiedImageError as error:
        raise Unfit(Why.UNKNOWN) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Unfit(Why.BROKEN) from error


def _drawn(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=FORMS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise Unfit(Why.HUGE)
        found.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is not unpacked whole
        upright = ImageOps.exif_transpose(found)
    seen = Image.new("RGB", upright.size, "white")  # what is transparent is white, as on paper
    layer = upright.convert("RGBA")
    seen.paste(layer, mask=layer.getchannel("A"))
    seen.thumbnail((SIDE, SIDE))
    kept = BytesIO()
    seen.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
