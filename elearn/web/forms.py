"""Forms in the markup of GOV.UK Frontend: label, hint and error joined to the field they speak of."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.translation import gettext_lazy as _

from .preferences import CHOICES, Preferences

# The widget's class name → the class that styles it.
STYLES = (
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
)


class KorpuRenderer(DjangoTemplates):
    """Finds form templates among our own, the installed apps' and Django's; Wagtail's forms keep theirs."""

    form_template_name = "components/form.html"
    field_template_name = "components/field_group.html"

    @cached_property
    def engine(self) -> Backend:
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [
                    settings.BASE_DIR / "templates",
                    Path(django.forms.__file__).parent / "templates",
                ],
                "NAME": "forms",
                "OPTIONS": {"builtins": ["elearn.web.templatetags.korpu"]},
            }
        )


class KorpuForm(forms.Form):
    """A form that shows its errors in words and leaves the browser's own bubbles out."""

    use_required_attribute = False
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class PreferencesForm(KorpuForm):
    """How a visitor likes to read."""

    text = forms.ChoiceField(
        label=_("Size of the text"),
        choices=[("100", _("Normal")), ("125", _("Large")), ("150", _("Very large"))],
        widget=forms.RadioSelect,
    )
    scheme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            ("system", _("As my device has them")),
            ("light", _("Dark letters on a light page")),
            ("dark", _("Light letters on a dark page")),
            ("high", _("Strongest contrast: white and yellow on black")),
        ],
        widget=forms.RadioSelect,
    )
    captions = forms.BooleanField(label=_("Always show captions in videos"), required=False)
    saver = forms.ChoiceField(
        label=_("Internet data"),
        help_text=_("A smaller picture uses less of your data."),
        choices=[
            ("auto", _("Save data when I am on mobile data")),
            ("on", _("Always save data")),
            ("off", _("Always show the best picture")),
        ],
        widget=forms.RadioSelect,
    )

    def preferences(self) -> Preferences:
        """Give what was chosen; call it on a valid form."""
        chosen = self.cleaned_data
        return Preferences(
            text=chosen["text"],
            scheme=chosen["scheme"],
            captions="on" if chosen["captions"] else "",
            saver=chosen["saver"],
        )


assert set(PreferencesForm.base_fields) == set(CHOICES)  # noqa: S101 - one list of choices, two views of it
