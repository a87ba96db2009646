"""The forms in which a learner asks a teacher something, and in which the teacher answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.safety.api import ContactsInWords, contacts_in
from elearn.web.forms import KorpuForm

from ..domain.talk.asks import LONGEST, LONGEST_QUESTION
from ..domain.talk.filmed_words import mark_of


class AskForm(KorpuForm):
    """A question, and whether it may stand under the lesson; only grown-ups are asked that."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("One question is easiest to answer. Please write no telephone number, address or link."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write your question.")},
    )
    is_public = forms.BooleanField(
        label=_("Others may read my question and the answer under the lesson, with my name"), required=False
    )

    def __init__(self, *args: Any, may_be_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_public:
            del self.fields["is_public"]

    def clean_text(self) -> str:
        return _without_contacts(self.cleaned_data["text"])


class AskAnswerForm(KorpuForm):
    """An answer in the teacher's own words."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Write as you would speak. A few sentences are enough."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write a few words.")},
    )

    def clean_text(self) -> str:
        return _without_contacts(self.cleaned_data["text"])


class VoiceForm(KorpuForm):
    """An answer by voice: the recording, and what is said in writing where somebody likes to write it."""

    sound = forms.FileField(
        label=_("A recording of your voice"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )
    said = forms.CharField(
        label=_("What is said, in writing"),
        help_text=_("If you like: then people who do not hear well can read it. You may leave it empty."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_said(self) -> str:
        return _without_contacts(self.cleaned_data["said"])


class SaidForm(KorpuForm):
    """What is said in an answer by film, in writing."""

    said = forms.CharField(
        label=_("What is said, in writing"),
        help_text=_(
            "If you like: then people who do not hear well can read it. You can write or change it now, and "
            "also later, until somebody of ours has decided about your video."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_said(self) -> str:
        return _without_contacts(self.cleaned_data["said"])


class SaidLaterForm(SaidForm):
    """The same beside a film that was sent, with a mark of what stood there: somebody else may write it down too."""

    was = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stands: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"said": stands, "was": mark_of(stands)}, **kwargs)

    def stands_now(self, stands: str) -> None:
        """Take in what somebody else has written meanwhile: sent once more, it is changed."""
        self.data = {**self.data.dict(), "was": mark_of(stands)}  # type: ignore[attr-defined]  # what was sent


class FilmAnswerForm(SaidForm):
    """An answer by film as a file, and what is said in it where somebody likes to write it."""

    field_order = ("film", "said")
    film = forms.FileField(
        label=_("A video file"),
        help_text=_("Five minutes and 500 MB at most. On mobile data, sending costs as much as the video has."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "video/*"}),
    )


def _without_contacts(text: str) -> str:
    if found := contacts_in(text):
        raise forms.ValidationError(str(ContactsInWords(found)))
    return text
