"""Pictures drawn anew: upright and bare, also where a camera wrote notes that no reader understands."""

from io import BytesIO

import pytest
from PIL import Image

from media_pipeline.pictures import drawn_anew

ORIENTATION = bytes.fromhex("0112 0003 00000001 0006 0000")  # to be turned by a quarter
# What cameras really write: a resolution in letters, where a fraction is meant.
IN_LETTERS = bytes.fromhex("011a 0002 00000003") + b"72\0\0"


def photo(form: str, *notes: bytes) -> bytes:
    """A photo of 60 × 40, red on the left and blue on the right, with notes as they lie in a file."""
    whole, drawn = BytesIO(), Image.new("RGB", (60, 40), "red")
    drawn.paste("blue", (30, 0, 60, 40))
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + len(notes).to_bytes(2, "big") + b"".join(notes) + bytes(4)
    drawn.save(whole, form, exif=exif)
    return whole.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("notes", [(ORIENTATION,), (ORIENTATION, IN_LETTERS)])
def test_a_photo_is_turned_upright_whatever_else_its_camera_noted(form, notes):
    with Image.open(BytesIO(drawn_anew(photo(form, *notes)))) as kept:
        assert (kept.size, dict(kept.getexif())) == ((40, 60), {})
        above, below = kept.getpixel((20, 10)), kept.getpixel((20, 50))
    assert above[0] > 200 > 60 > above[2] and below[2] > 200 > 60 > below[0]
