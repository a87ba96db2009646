"""A picture or document stays the file that was uploaded.

Pages show it by its number. A file put in its place would change what is public, and what somebody has just approved,
without a second person. So another file is another upload, and choosing it on the page is a change like any other.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .errors import FileStays

HOW = FileStays.words


def keep_file(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a picture or document is saved: it keeps its file, whoever asks. Raises FileStays."""
    fields = kwargs.get("update_fields")
    if raw or not instance.pk or (fields is not None and "file" not in fields):
        return
    before = sender._base_manager.filter(pk=instance.pk).values_list("file", flat=True).first()
    if before and (instance.file.name != before or not instance.file._committed):
        raise FileStays


class _KeepsItsFile:
    """A form that takes a file once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")  # type: ignore[attr-defined]
        if field and self.instance.pk:  # type: ignore[attr-defined]
            field.disabled, field.help_text = True, HOW

    def clean(self) -> Any:
        if self.instance.pk and self.add_prefix("file") in self.files:  # type: ignore[attr-defined]
            raise ValidationError(HOW)
        return super().clean()  # type: ignore[misc]


class ImageForm(_KeepsItsFile, BaseImageForm):
    """Wagtail's form for a picture (WAGTAILIMAGES_IMAGE_FORM_BASE)."""


class DocumentForm(_KeepsItsFile, BaseDocumentForm):
    """Wagtail's form for a document (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""
