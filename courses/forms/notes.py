"""The form in which a learner writes a note for themselves, at a place of the film."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from ..clock import ClockField
from ..domain.learning.notes import LONGEST


class NoteForm(KorpuForm):
    """A note, and where in the film it belongs; a lesson without a film asks for the words alone."""

    text = forms.CharField(
        label=_("Your note"),
        help_text=_("Only you read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write a few words.")},
    )
    at = ClockField(
        label=_("Where in the video"),
        help_text=_("In minutes and seconds, such as 2:10. Leave it empty for the whole video."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 9, "class": "govuk-input--width-5", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, has_film: bool, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")  # it stands on a page with other forms
        super().__init__(*args, **kwargs)
        if not has_film:
            del self.fields["at"]

    @property
    def ms(self) -> int:
        """Give the place in ms; call it on a valid form."""
        return (self.cleaned_data.get("at") or 0) * 1000
