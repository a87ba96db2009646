"""What readers send about guides: a mistake they found, and where to write when something changes."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from elearn.people.forms import address_field, read_address
from elearn.people.limits import take_a_code
from elearn.people.models import ContactPoint
from elearn.web.forms import KorpuForm


class MistakeForm(KorpuForm):
    """What is wrong, in the reader's words."""

    words = forms.CharField(
        label=_("What is wrong, and what would be right?"),
        help_text=_("Write no names or telephone numbers. If you know where it stands, say so."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )


class FollowForm(KorpuForm):
    """How to address somebody, and where to write."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you would like us to call you."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["address"] = address_field()

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_address(self) -> tuple[ContactPoint.Kind, str]:
        return read_address(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            take_a_code(self.request, *cleaned["address"])
        return cleaned
