"""Forms in which a learner shows what they made, and in which the teacher or a volunteer answers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from elearn.safety.api import ContactsInWords, contacts_in
from elearn.web.forms import KorpuForm

from ..blocks_made import Takes
from ..domain.works import practice, practice_replies
from ..errors import PhotoWanting, PracticeUnfit
from ..models import Verdict

_LABELS = {
    Takes.PHOTO: _("A photo of what you made"),
    Takes.FILM: _("A video of what you made, of two minutes at most"),
    Takes.EITHER: _("A photo of what you made, or a video of two minutes at most"),
}
_MB = 2**20
_SIZES = {
    Takes.PHOTO: _("A photo may have %(photo)d MB."),
    Takes.FILM: _("A video may have %(film)d MB."),
    Takes.EITHER: _("A photo may have %(photo)d MB, a video %(film)d MB."),
}
_PHOTO, _FILM = "image/jpeg,image/png,image/webp", "video/mp4,video/quicktime,video/webm"
_ACCEPTED = {Takes.PHOTO: _PHOTO, Takes.FILM: _FILM, Takes.EITHER: f"{_PHOTO},{_FILM}"}


def without_contacts(text: str) -> str:
    """Give the words, or raise what the form shows: no telephone numbers, addresses and links are passed on."""
    if found := contacts_in(text):
        raise forms.ValidationError(str(ContactsInWords(found)))
    return text


class PracticeForm(KorpuForm):
    """A photo or a short film of what one made, and a few words to it."""

    picture = forms.FileField(
        widget=forms.FileInput,
        error_messages={"required": PhotoWanting.words, "empty": PhotoWanting.words, "invalid": PhotoWanting.words},
    )
    words = forms.CharField(
        label=_("A few words about it"),
        help_text=_("How did it go? You may leave it empty. Please write no telephone number, address or link."),
        required=False,
        max_length=practice.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, takes: Takes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["picture"]
        sizes = {"photo": practice.LARGEST // _MB, "film": practice.LARGEST_FILM // _MB}
        asked = _("Take a new one or choose one. Where it was taken is removed from it. Please let no faces be seen.")
        field.label, field.help_text = _LABELS[takes], f"{asked} {_SIZES[takes] % sizes}"
        # The browser looks before it sends for minutes what cannot be taken (size-limit.js).
        field.widget.attrs |= {
            "accept": _ACCEPTED[takes], "data-size-limit": practice.LARGEST_FILM, "data-photo-limit": practice.LARGEST,
            "data-too-large": PracticeUnfit.words,
        }  # fmt: skip

    def clean_picture(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["picture"]
        if (file.size or 0) > practice.LARGEST_FILM:
            raise forms.ValidationError(PracticeUnfit.words)
        return file

    def clean_words(self) -> str:
        return without_contacts(self.cleaned_data["words"])


class ReplyForm(KorpuForm):
    """What one says to a work. Where it waits for no decision, a few words of encouragement are all."""

    verdict = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=[
            (Verdict.ACCEPT, _("Well done: I accept it")),
            (Verdict.AGAIN, _("Please try once more: I write why")),
            (Verdict.ENCOURAGE, _("A few words, without deciding yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    text = forms.CharField(
        label=_("Your words to the learner"),
        help_text=_("What is good about it? What could be tried? Please write no telephone number, address or link."),
        required=False,
        max_length=practice_replies.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_decide:
            del self.fields["verdict"]

    def clean_text(self) -> str:
        return without_contacts(self.cleaned_data["text"])

    @property
    def chosen(self) -> str:
        """Give what was decided; call it on a valid form."""
        return str(self.cleaned_data.get("verdict") or Verdict.ENCOURAGE)
