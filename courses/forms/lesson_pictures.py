"""The form in which a teacher adds a picture to a lesson."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.domain.building.lesson_pictures import LARGEST, LONGEST_ALT, LONGEST_CAPTION, Recognised
from courses.errors import PictureUnfit
from elearn.web.forms import KorpuForm

_WANTING = _("Please choose a picture.")


class LessonPictureForm(KorpuForm):
    """A picture, what it shows for those who cannot see it, and whom one would know in it."""

    alt = forms.CharField(
        label=_("What does the picture show?"), max_length=LONGEST_ALT,
        help_text=_("For those who cannot see it. Such as: Two hands wind red wool round a needle."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please say in words what the picture shows.")},
    )  # fmt: skip
    caption = forms.CharField(
        label=_("Words under the picture (you may leave this empty)"), required=False, max_length=LONGEST_CAPTION
    )
    whom = forms.ChoiceField(
        label=_("Whom would one know in it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Please say whom one would know in the picture.")},
    )  # fmt: skip
    picture = forms.FileField(
        label=_("The picture"),
        help_text=_("A photo (JPEG, PNG or WebP) of at most 12 MB. Where it was taken is removed from it."),
        widget=forms.FileInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp", "data-size-limit": LARGEST,
                "data-too-large": PictureUnfit.words,
            }
        ),
        error_messages={"required": _WANTING, "empty": _WANTING, "invalid": _WANTING, "missing": _WANTING},
    )  # fmt: skip

    def __init__(self, *args: Any, teacher: str = "", **kwargs: Any) -> None:
        """`teacher`: their name, where somebody else adds it for them."""
        super().__init__(*args, **kwargs)
        own = _("%(name)s alone") % {"name": teacher} if teacher else _("Me alone")
        self.fields["whom"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (Recognised.NOBODY.value, _("Nobody: hands, things, people from behind")),
            (Recognised.TEACHER.value, own),
            (Recognised.OTHERS.value, _("Other people too")),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors and said.get("picture"):
            self.add_error("picture", _("Please choose the picture again: no page can keep a file."))
        return said

    def clean_whom(self) -> Recognised:
        whom = Recognised(self.cleaned_data["whom"])
        if whom == Recognised.OTHERS:
            raise forms.ValidationError(
                _("They have to agree before their picture is sent. Please choose another picture, or call us.")
            )
        return whom

    def clean_picture(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["picture"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(PictureUnfit.words)
        return file
