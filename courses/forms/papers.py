"""Forms about certificates."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.documents.badge_file import LONGEST_TOKEN
from courses.domain.certificates.verdict import LARGEST_BYTES
from elearn.web.forms import KorpuForm
from elearn.web.signs import check_name


class PaperForm(KorpuForm):
    """A certificate's PDF, or a badge, to be checked."""

    paper = forms.FileField(
        label=_("The file: a certificate (PDF) or a badge (SVG, PNG, JWT)"),
        help_text=_("At most 5 MB. We look at the file and do not keep it."),
        widget=forms.FileInput(
            attrs={"accept": "application/pdf,.pdf,image/svg+xml,.svg,image/png,.png,.jwt,.json,.txt"}
        ),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Please choose it again."),
            "missing": _("Choose the file first."),
            "invalid": _("Choose the file first."),
        },
    )

    def clean_paper(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["paper"]
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Our certificates are much smaller."))
        return file


class WhoseForm(KorpuForm):
    """Whose badge it should be; the badge comes along, because we do not keep it."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_TOKEN)
    holder = forms.CharField(
        label=_("E-mail address, or number and code of the certificate"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type an e-mail address, or the number and the code.")},
    )


class ShownForm(KorpuForm):
    """What the holder of a certificate lets everybody see."""

    shows = forms.MultipleChoiceField(
        label=_("What may others see?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows"].choices = choices  # type: ignore[attr-defined]  # a field of choices


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

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        check_name(name)
        return name
