"""Forms of the talk in a webinar: a question, and a poll that a host prepares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from ..domain.webinars.polls import LONGEST_ANSWER, LONGEST_QUESTION, MOST
from ..domain.webinars.talk import LONGEST


class QuestionForm(KorpuForm):
    """One question; whether it may carry what it carries is judged by the domain."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("A host reads it before others see it. Please write no telephone number, address or link."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write your question.")},
    )


class PollForm(KorpuForm):
    """A question with two to six answers, one a line."""

    text = forms.CharField(
        label=_("Question to everybody"),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Please write the question.")},
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One answer a line, two to six of them."),
        max_length=MOST * (LONGEST_ANSWER + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write two to six answers, one a line.")},
    )

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in str(self.cleaned_data["options"]).splitlines() if line.strip()]
        if not 1 < len(set(lines)) == len(lines) <= MOST:
            raise forms.ValidationError(_("Please write two to six different answers, one a line."))
        if any(len(line) > LONGEST_ANSWER for line in lines):
            raise forms.ValidationError(_("One of the answers is too long. Please make it shorter."))
        return lines

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "poll_%s")  # beside the question's field on one page
        super().__init__(*args, **kwargs)
