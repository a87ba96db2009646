"""A place in a video, written as people read it on the player: 1:20. Kept in whole seconds."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

__all__ = ["ClockBlock", "clock", "seconds_of"]

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


def clock(seconds: int) -> str:
    """Write seconds as a clock: 80 → "1:20", 3661 → "1:01:01"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(text: str) -> int:
    """Read a clock: "1:20" → 80. Raises ValueError for anything else."""
    match = _CLOCK.fullmatch(text.strip().replace(".", ":"))
    if match is None or (match[1] and int(match[2]) > 59):
        raise ValueError(text)
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


class ClockField(forms.CharField):
    """Minutes and seconds in a form."""

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        try:
            return seconds_of(text) if text else None
        except ValueError as error:
            raise ValidationError(_("Please write minutes and seconds, such as 1:20.")) from error


class ClockBlock(blocks.FieldBlock):
    """A place in a video. There is nothing in it to translate, so it is not a field of text."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.asked = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1:20", "maxlength": 9})
        return ClockField(widget=widget, **self.asked)

    class Meta:
        icon = "time"
