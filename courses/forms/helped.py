"""Forms of recording for an elder: whom, what it shows, and the elder's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms.describe import DescribeForm
from courses.models import Contribution
from elearn.web.forms import KorpuForm


class FindElderForm(KorpuForm):
    """Whom the recording is for, by name."""

    q = forms.CharField(
        label=_("Name of the older person"),
        help_text=_("At least three letters. You see only names, no addresses."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name, or a part of it.")},
    )


class HelpedDescribeForm(DescribeForm):
    """What a film shows that somebody recorded for an elder. There is no permission here: the elder gives it."""

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, contribution=contribution, **kwargs)
        del self.fields["permission"], self.fields["more"]
        self.fields["language"].label = _("Which language is spoken in the video?")
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (self.ALONE, _("No, only they")), (self.OTHERS, _("Yes, somebody else too")),
        ]  # fmt: skip

    def description(self) -> dict[str, Any]:
        """What `contribute.describe_for` takes; call it on a valid form."""
        said = self.cleaned_data
        return {key: said[key] for key in ("title", "language", "topic")} | {"seen": self.seen}


class AnswerForm(KorpuForm):
    """What the elder would like to be different; the yes and the no are buttons."""

    note = forms.CharField(
        label=_("I would like something to be different"),
        help_text=_("You need not write anything."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeAnswerForm(AnswerForm):
    """The same on a helper's device, with the code that reached the elder."""

    code = forms.CharField(
        label=_("The six digits that came to them"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "k-code"}),
        error_messages={"required": _("Write the six digits.")},
    )
    field_order = ["code", "note"]


class TitleForm(forms.Form):
    """Another title; the elder is asked again."""

    title = forms.CharField(label=_("Title"), max_length=200)
