"""Forms that change the film of a video: where it begins and ends, which picture stands for it, what it replaces."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.clock import clock
from courses.models import Contribution

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)


class TimeField(forms.Field):
    """A time in a film as people write it: 12, 0:12, 1:02:30, with tenths after a point or a comma. Gives ms."""

    default_error_messages = {"time": _("Write minutes and seconds with a colon between, for example 1:05.")}  # noqa: RUF012 - Django merges it

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 12})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        found = _TIME.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(self.error_messages["time"], code="time")
        hours, minutes, seconds, part = found.groups(default="0")
        return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(part.ljust(3, "0"))


class ShortenForm(forms.Form):
    """Where a video begins and where it ends, in the time of the whole recording."""

    begin = TimeField(
        label=_("The video begins at"), help_text=_("Minutes and seconds, for example 0:12."),
        error_messages={"required": _("Say where the video begins. The very beginning is 0:00.")},
    )  # fmt: skip
    end = TimeField(
        label=_("The video ends at"), help_text=_("Minutes and seconds, for example 4:30."),
        error_messages={"required": _("Say where the video ends.")},
    )  # fmt: skip

    def __init__(self, *args: Any, begin_ms: int, end_ms: int, length_ms: int, **kwargs: Any) -> None:
        self.length_ms = length_ms
        kwargs["initial"] = {"begin": written(begin_ms), "end": written(end_ms)}
        super().__init__(*args, **kwargs)

    def clean_end(self) -> int:
        """Times after the end are the end: the length that people read is rounded."""
        end: int = self.cleaned_data["end"]
        if end > self.length_ms + 1000:
            raise forms.ValidationError(_("The video is only %(length)s long.") % {"length": written(self.length_ms)})
        return min(end, self.length_ms)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begin, end = said.get("begin"), said.get("end")
        if begin is not None and end is not None and begin >= end:
            self.add_error("begin", _("The beginning has to come before the end."))
        return said


class PictureForm(forms.Form):
    """Which picture stands for the video."""

    picture = forms.ChoiceField(
        label=_("The picture"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the pictures.")},
    )  # fmt: skip

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class InsteadForm(forms.Form):
    """Whether a new video is a lesson of its own, or takes the place of a published one."""

    instead_of = forms.ModelChoiceField(
        label=_("Is it a new lesson?"), queryset=Contribution.objects.none(), required=False,
        empty_label=_("Yes, a new lesson"), widget=forms.RadioSelect, blank=True,
    )  # fmt: skip

    def __init__(self, *args: Any, published: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["instead_of"]
        field.queryset = published  # type: ignore[attr-defined]
        field.label_from_instance = _in_place_of  # type: ignore[attr-defined]


def _in_place_of(contribution: Contribution) -> str:
    title = contribution.lesson.title if contribution.lesson else contribution.title
    return _("No, it takes the place of the video in “%(title)s”") % {"title": title}


def written(ms: int) -> str:
    """Write a time as the field reads it: minutes, seconds, and tenths where there are any."""
    tenths = round(ms / 100)
    whole, tenth = divmod(tenths, 10)
    return f"{clock(whole)}.{tenth}" if tenth else clock(whole)
