"""A form for staff: which film goes with another, signed beside it or heard instead of its sound."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.choosers import film_chooser
from media_pipeline.models import Film, TrackKind


class TrackForm(forms.Form):
    """What goes with a film, and where in it that begins."""

    kind = forms.ChoiceField(label=_("What it is"), choices=TrackKind.choices, widget=forms.RadioSelect)
    film = forms.ModelChoiceField(
        label=_("The video that goes with it"), queryset=Film.objects.none(), widget=film_chooser.widget_class,
        error_messages={"required": _("Choose a video.")},
    )  # fmt: skip
    offset = forms.DecimalField(
        label=_("Begins at this second of the main video"), initial=0, max_digits=8, decimal_places=2, required=False,
        help_text=_("For a signed video; less than 0 when it begins earlier. A described sound begins with the video."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the chooser does not show is not accepted either.
        self.fields["film"].queryset = film_chooser.get_object_list()  # type: ignore[attr-defined]

    def track(self) -> dict[str, Any]:
        """What `film_work.attach` takes; call it on a valid form."""
        said = self.cleaned_data
        kind = TrackKind(said["kind"])
        offset_ms = round((said["offset"] or 0) * 1000) if kind == TrackKind.SIGN else 0
        return {"kind": kind, "film": said["film"], "offset_ms": offset_ms}
