"""Form fields for the ways a person is reached."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .phones import normalise_phone


class PhoneField(forms.CharField):
    """A telephone number as people write it; gives E.164, or "" when it may be empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Give the number in E.164. Raises ValidationError in words."""
        written: str = super().clean(value)
        if not written:
            return ""
        try:
            return normalise_phone(written)
        except ValueError as error:
            raise ValidationError(str(error), code="phone") from error
