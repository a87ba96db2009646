"""The form in which a coordinator names a volunteer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage


class VolunteerForm(forms.Form):
    """Who is to answer the works of which course."""

    address = forms.CharField(label=_("E-mail address or number with which the volunteer signs in"), max_length=254)
    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=CoursePage.objects.none(),
        help_text=_("They see what the learners of this course made, and of no other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["course"]
        field.queryset = CoursePage.objects.live().filter(is_check=False).select_related("locale").order_by("title")
        field.label_from_instance = lambda course: f"{course.title} ({course.locale.language_code})"
