"""Forms of the studio: slides to bring, a word to the speaker."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

LARGEST = 30 * 2**20  # bytes, as the media pipeline has it
BEGINNING = 1024  # bytes among which a PDF says that it is one


class SlidesForm(KorpuForm):
    """A PDF whose pages are shown beside the picture."""

    slides = forms.FileField(
        label=_("Slides as a PDF"),
        help_text=_("Everybody sees the page that you show. At most 150 pages and 30 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Choose a PDF file."),
            "empty": _("The file is empty. Please choose another one."),
        },
    )

    def clean_slides(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["slides"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 30 MB. Please make it smaller and choose it again."))
        beginning = file.read(BEGINNING)
        file.seek(0)
        if b"%PDF-" not in beginning:
            raise forms.ValidationError(_("This is not a PDF. Please save the slides as a PDF and choose it again."))
        return file


class MessageForm(KorpuForm):
    """A word from a host that only the studio shows."""

    text = forms.CharField(
        label=_("A message to the speaker"),
        help_text=_("Only the studio shows it."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a message.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="message_%s", **kwargs)
