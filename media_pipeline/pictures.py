"""A picture that a stranger sends is drawn anew: where and when it was taken, by what, and whatever was hidden in it,
is left behind. Pure: bytes in, bytes out."""

import warnings
from enum import StrEnum
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

FORMS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000  # a telephone of today takes 50
SIDE = 2600  # pixels: a letter on A4 stays readable
QUALITY = 85
_TURN = Image.Transpose
# How a picture is turned that was taken so, by the number that its camera noted.
TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}


class Fault(StrEnum):
    """Why a picture cannot be drawn anew."""

    UNKNOWN = "unknown"  # none of the kinds we take, whatever its name says
    BROKEN = "broken"
    HUGE = "huge"  # small as a file, enormous once opened


class UnfitPicture(Exception):
    """A picture cannot be taken. `fault` says for what reason."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def drawn_anew(data: bytes, *, side: int = SIDE) -> bytes:
    """Give the JPEG that is kept of a picture, upright, without anything but what can be seen. Raises UnfitPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPicture(Fault.HUGE) from error
    except UnidentifiedImageError as error:
        raise UnfitPicture(Fault.UNKNOWN) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UnfitPicture(Fault.BROKEN) from error


def upright(found: Image.Image) -> Image.Image:
    """Turn a picture as it was held; `ImageOps.exif_transpose` writes its other notes anew, and fails at odd ones."""
    turn = TURNS.get(found.getexif().get(ExifTags.Base.Orientation, 1))
    return found if turn is None else found.transpose(turn)


def _drawn(data: bytes, side: int) -> bytes:
    with Image.open(BytesIO(data), formats=FORMS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise UnfitPicture(Fault.HUGE)
        found.draft("RGB", (2 * side, 2 * side))  # a large JPEG is not unpacked whole
        layer = upright(found).convert("RGBA")
    seen = Image.new("RGB", layer.size, "white")  # what is transparent is white, as on paper
    seen.paste(layer, mask=layer.getchannel("A"))
    seen.thumbnail((side, side))
    kept = BytesIO()
    seen.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
