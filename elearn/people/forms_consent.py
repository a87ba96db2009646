"""Forms with which a consent is answered: by the person, or written down from paper, a voice or a phone call."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from .consent_words import use_in_words
from .domain.consent import needed_use, offered
from .evidence import form_of
from .models import Consent, ConsentWay


def other_uses(consent: Consent) -> list[tuple[str, str]]:
    """Give the uses that may be allowed or not, with their words."""
    needed = needed_use(consent)
    return [(use, use_in_words(use)) for use in offered(consent.asked_uses) if use != needed]


class AnswerForm(KorpuForm):
    """What the person allows besides what is needed, and for whom they speak."""

    more = forms.MultipleChoiceField(
        label=_("What else may be done with it?"),
        help_text=_("Only what you tick."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    speaker = forms.CharField(
        label=_("If you answer for a child: your name, and how you are related"), max_length=200, required=False
    )

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, initial={"more": consent.uses, "speaker": consent.speaker}, **kwargs)
        self.consent = consent
        choices = other_uses(consent)
        self.fields["more"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["more"]
        if consent.is_own:
            del self.fields["speaker"]

    def uses(self) -> list[str]:
        """All that is allowed by a yes; call it on a valid form."""
        return [needed_use(self.consent), *self.cleaned_data.get("more", [])]


class WriteDownForm(KorpuForm):
    """An answer that came on paper, by voice or by phone. A no needs no proof."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(YES, _("Yes, they agree")), (NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )
    way = forms.ChoiceField(
        label=_("How did they say it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how they said it.")},
    )
    file = forms.FileField(
        label=_("The signed paper, or the recorded voice"),
        help_text=_("PDF, JPEG or PNG up to 10 MB; sound up to 20 MB. Only the person and our staff can open it."),
        required=False,
        # A phone then offers its camera and its voice recorder.
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,audio/*"}),
    )
    more = forms.MultipleChoiceField(
        label=_("What else did they allow?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    speaker = forms.CharField(
        label=_("If somebody answered for them: who, and how they are related"), max_length=200, required=False
    )

    def __init__(self, *args: Any, consent: Consent, by_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [ConsentWay.PAPER, ConsentWay.VOICE, *([ConsentWay.PHONE] if by_phone else [])]
        self.fields["way"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        choices = other_uses(consent)
        self.fields["more"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["more"]
        self.consent = consent

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        way, file = said.get("way"), said.get("file")
        if said.get("answer") == self.YES and way in (ConsentWay.PAPER, ConsentWay.VOICE):
            self._check(file, ConsentWay(way))
        return said

    def _check(self, file: File | None, way: ConsentWay) -> None:
        if file is None:
            if "file" not in self.errors:
                self.add_error("file", gettext("Please add the signed paper or the recorded voice."))
            return
        try:
            form_of(file, way)
        except ValidationError as error:
            self.add_error("file", error)

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.YES)

    def uses(self) -> list[str]:
        """All that is allowed by a yes; call it on a valid form."""
        return [needed_use(self.consent), *self.cleaned_data.get("more", [])]
