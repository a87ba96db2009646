"""The form in which a learner writes to a teacher."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.safety.api import ContactsInWords, contacts_in
from elearn.web.forms import KorpuForm

from ..domain.talk.thanks import LONGEST


class ThanksForm(KorpuForm):
    """A few words, and whether others may read them too; only grown-ups are asked that."""

    text = forms.CharField(
        label=_("Your words to the teacher"),
        help_text=_("What did you like? What could you use? Please write no telephone number, address or link."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write a few words.")},
    )
    is_public = forms.BooleanField(
        label=_("Others may read it under the lesson, with my name"),
        required=False,
    )

    def __init__(self, *args: Any, may_be_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_public:
            del self.fields["is_public"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if found := contacts_in(text):
            raise forms.ValidationError(str(ContactsInWords(found)))
        return text
