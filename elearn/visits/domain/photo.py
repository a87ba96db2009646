"""The photo of a trainer, by which an elder knows who stands at the door. It is kept privately, without where and when.

What a file is, Pillow says and not its name; it is drawn anew, so nothing else that was in it is kept.
"""

import warnings
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from media_pipeline.pictures import upright

from ..models import Trainer

LARGEST = 10 * 2**20  # bytes
MOST_PIXELS = 50_000_000
SIDE = 640  # pixels: half a telephone's screen, and a face
LEAST_SIDE = 200
FORMS = ("JPEG", "PNG", "WEBP")


def drawn_anew(file: File) -> bytes:
    """Give the square JPEG that is kept of a photo. Raises ValidationError in words."""
    if not file.size or file.size > LARGEST:
        raise ValidationError(_("Choose a photo of at most %(megabytes)d MB.") % {"megabytes": LARGEST // 2**20})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _square(file)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError) as error:
        raise ValidationError(_("This is no photo that we can read. Choose a JPEG, PNG or WebP file.")) from error
    except (ValueError, SyntaxError) as error:  # broken files
        raise ValidationError(_("This photo is damaged. Please choose another one.")) from error


def _square(file: File) -> bytes:
    file.seek(0)
    with Image.open(file, formats=FORMS) as found:
        if found.width * found.height > MOST_PIXELS or min(found.size) < LEAST_SIDE:
            raise ValidationError(_("Choose a photo that is neither very small nor very large."))
        found.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is not unpacked whole
        whole = upright(found).convert("RGB")
    face = ImageOps.fit(whole, (SIDE, SIDE), centering=(0.5, 0.4))
    face.info.clear()
    kept = BytesIO()
    face.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def keep(trainer: Trainer, picture: bytes) -> None:
    """Keep a picture of `drawn_anew` in place of the one before."""
    before = trainer.photo
    trainer.photo = storages["papers"].save(f"trainers/{uuid4().hex}.jpg", ContentFile(picture))
    trainer.save(update_fields=["photo"])
    if before:
        transaction.on_commit(lambda: storages["papers"].delete(before))


def forget(trainer: Trainer) -> None:
    """Delete the photo; without one nobody is sent anywhere."""
    before, trainer.photo = trainer.photo, ""
    trainer.save(update_fields=["photo"])
    if before:
        transaction.on_commit(lambda: storages["papers"].delete(before))
