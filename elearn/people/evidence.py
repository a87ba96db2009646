"""Scans of signed papers and recorded voices: what is taken, and where it lies.

They are kept privately, under names that say nothing, and leave only through a view that asks who wants them. What a
file is, its first bytes say, not its name.
"""

from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from .models import ConsentWay

LARGEST = {ConsentWay.PAPER: 10 * 2**20, ConsentWay.VOICE: 20 * 2**20}  # bytes


@dataclass(frozen=True)
class Form:
    """A form a file may have: its ending, its media type, and what it begins with at an offset."""

    ending: str
    media_type: str
    mark: bytes
    offset: int = 0


FORMS = {
    ConsentWay.PAPER: [
        Form("pdf", "application/pdf", b"%PDF-"),
        Form("jpg", "image/jpeg", b"\xff\xd8\xff"),
        Form("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ],
    ConsentWay.VOICE: [
        Form("webm", "audio/webm", b"\x1a\x45\xdf\xa3"),
        Form("ogg", "audio/ogg", b"OggS"),
        Form("m4a", "audio/mp4", b"ftyp", 4),
        Form("mp3", "audio/mpeg", b"ID3"),
        Form("mp3", "audio/mpeg", b"\xff\xfb"),
        Form("wav", "audio/wav", b"RIFF"),
    ],
}
TYPES = {form.ending: form.media_type for forms in FORMS.values() for form in forms}


def form_of(file: File, way: ConsentWay) -> Form:
    """Tell what a file is. Raises ValidationError in words for one that is too large or of another kind."""
    most = LARGEST[way]
    if not file.size:
        raise ValidationError(_("The file is empty. Please choose it again."))
    if file.size > most:
        words = _("The file is larger than %(megabytes)d MB. Please choose a smaller one.")
        raise ValidationError(words % {"megabytes": most // 2**20})
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    for form in FORMS[way]:
        if start[form.offset :].startswith(form.mark):
            return form
    if way == ConsentWay.PAPER:
        raise ValidationError(_("Choose a PDF file or a photo (JPEG or PNG) of the signed paper."))
    raise ValidationError(_("Choose a recording of the voice: MP3, M4A, WAV, OGG or WebM."))


def keep(file: File, way: ConsentWay, *, consent: UUID) -> str:
    """Keep a file and give its key. Raises ValidationError in words."""
    form = form_of(file, way)
    key = f"consents/{consent.hex}/{uuid4().hex}.{form.ending}"
    return storages["papers"].save(key, ContentFile(file.read()))


def opened(key: str) -> tuple[BinaryIO, str]:
    """Open a kept file; give it and its media type. Raises FileNotFoundError."""
    file = storages["papers"].open(key, "rb")
    return cast(BinaryIO, file), TYPES.get(key.rpartition(".")[2], "application/octet-stream")


def forget(key: str) -> None:
    """Delete a kept file."""
    if key:
        storages["papers"].delete(key)
