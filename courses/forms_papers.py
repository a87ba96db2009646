"""Forms about certificates."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.domain.verify import LARGEST_BYTES
from elearn.web.forms import KorpuForm


class PaperForm(KorpuForm):
    """A certificate's PDF to be checked."""

    paper = forms.FileField(
        label=_("The PDF file of the certificate"),
        help_text=_("At most 5 MB. We look at the file and do not keep it."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Choose the PDF file first."),
            "empty": _("This file is empty. Please choose the PDF again."),
            "missing": _("Choose the PDF file first."),
            "invalid": _("Choose the PDF file first."),
        },
    )

    def clean_paper(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["paper"]
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Our certificates are much smaller."))
        return file


class ReferenceForm(KorpuForm):
    """Number and code as they stand on the paper."""

    reference = forms.CharField(
        label=_("Number and code"),
        help_text=_("They stand beside the square code, such as KP-2026-000417-7F3K-9Q2M-XW41."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the number and the code.")},
    )


class NameForm(KorpuForm):
    """The name as in the holder's papers."""

    name = forms.CharField(
        label=_("Name as in your papers"),
        help_text=_("As in your identity card or passport, with your father’s name if it stands there."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Write your name.")},
    )
