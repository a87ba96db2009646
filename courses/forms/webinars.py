"""Forms of webinars that people outside the admin fill in: a teacher's offer, and the speaker's answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.models import TopicPage
from elearn.web.forms import KorpuForm

LENGTHS = [
    (30, _("half an hour")),
    (45, _("three quarters of an hour")),
    (60, _("an hour")),
    (90, _("an hour and a half")),
]


class OfferForm(KorpuForm):
    """What a teacher would like to talk about, and when it suits."""

    title = forms.CharField(
        label=_("What would you like to show or tell?"),
        help_text=_("A few words, for example: How to knit a warm scarf."),
        max_length=200,
        error_messages={"required": _("Write in a few words what it is about.")},
    )
    about = forms.CharField(
        label=_("Tell us a little more"),
        help_text=_("You need not write anything."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wish = forms.CharField(
        label=_("When does it suit you?"),
        help_text=_("In your own words, for example: on weekdays after four. We then propose a day."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write when it suits you.")},
    )
    minutes = forms.TypedChoiceField(
        label=_("How long, about?"), choices=LENGTHS, coerce=int, initial=45, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Which language will you speak?"), widget=forms.RadioSelect)
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=TopicPage.objects.none(), required=False, empty_label=_("I do not know")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        self.fields["topic"].queryset = TopicPage.objects.live().order_by("title")  # type: ignore[attr-defined]


class SpeakerAnswerForm(KorpuForm):
    """What the speaker would like otherwise; the yes and the no are buttons."""

    words = forms.CharField(
        label=_("Which day or hour would suit you better?"),
        help_text=_("You need not write anything."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
