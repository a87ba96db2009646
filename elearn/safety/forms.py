"""The form that reports a concern."""

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm


class ConcernForm(KorpuForm):
    """What happened, where, and how to reach the reporter if they like."""

    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Write it in your own words. A few words are enough."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what happened.")},
    )
    about = forms.CharField(
        label=_("Where did it happen?"),
        help_text=_("The address of the page, the name of the person or the course."),
        max_length=500,
        required=False,
    )
    contact = forms.CharField(
        label=_("How can we reach you? (you may leave this empty)"),
        help_text=_("A telephone number or an e-mail address, if you would like an answer."),
        max_length=254,
        required=False,
    )
