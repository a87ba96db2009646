"""The form that reports a concern, and the one that asks another moderator to look."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from .contacts import contacts_in
from .errors import ContactsInWords

YES, NO = "yes", "no"
ANSWERS = [(YES, _("Yes")), (NO, _("No"))]


class ConcernForm(KorpuForm):
    """What happened, where, whether it is urgent, and how to reach the reporter if they like."""

    danger = forms.ChoiceField(
        label=_("Is somebody in danger now?"), choices=ANSWERS, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Write it in your own words. A few words are enough."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what happened.")},
    )
    risk = forms.ChoiceField(
        label=_("Does this page, video or comment put somebody at risk?"),
        help_text=_("If you answer yes, we may stop showing it until our officer has looked."),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        required=False,
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
    # Never an error: a concern is kept whatever its link says; the domain looks the subject up.
    subject = forms.CharField(widget=forms.HiddenInput, required=False)

    def concern(self) -> dict[str, Any]:
        """Give what `report` takes beside the words and the person; call it on a valid form.

        Whoever says that somebody is in danger, and leaves the other question empty, is taken to mean yes.
        """
        said = self.cleaned_data
        in_danger = said["danger"] == YES
        return {
            "about": said["about"],
            "contact": said["contact"],
            "subject": said["subject"],
            "in_danger": in_danger,
            "states_risk": said["risk"] == YES or (in_danger and said["risk"] != NO),
        }


class AppealForm(KorpuForm):
    """What the writer says to the decision."""

    words = forms.CharField(
        label=_("What would you like to say about it? (you may leave this empty)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if found := contacts_in(words):
            raise forms.ValidationError(str(ContactsInWords(found)))
        return words
