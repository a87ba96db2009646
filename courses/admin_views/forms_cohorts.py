"""Forms of the coordinators about institutions, their groups, and wishes to take a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from courses.domain.cohorts.cohorts import invited
from courses.domain.learning.requests import LONGEST
from courses.models import Cohort, CoursePage, Institution


class InstitutionForm(forms.ModelForm):
    """What an institution is called."""

    class Meta:
        model = Institution
        fields = ["name", "short_name"]
        help_texts = {"short_name": _("For text messages: at most about 20 letters.")}


class ContactForm(forms.Form):
    """Who is to speak for an institution."""

    address = forms.CharField(
        label=_("E-mail address or number with which the contact signs in"), max_length=254,
        help_text=_("This person sees the groups of this institution, and no others."),
    )  # fmt: skip


class GroupForm(forms.ModelForm):
    """A group of an institution in a course. The course stays as it is once somebody is invited."""

    class Meta:
        model = Cohort
        fields = ["title", "course", "seats", "starts_on", "ends_on"]
        widgets = {"starts_on": AdminDateInput, "ends_on": AdminDateInput}
        help_texts = {
            "ends_on": _("Invitations can be answered until this day. Empty: until the group is closed."),
            "seats": _("How many students the institution may invite."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = CoursePage.objects.live().filter(is_check=False).select_related("locale").order_by("title", "pk")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.fields["course"].label_from_instance = (  # type: ignore[attr-defined]
            lambda course: f"{course.title} ({course.locale.language_code})"
        )
        if self.instance.pk and self.instance.members.exists():
            del self.fields["course"]

    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        if self.instance.pk and seats < invited(self.instance):
            raise forms.ValidationError(_("More students than that are invited already."))
        return seats

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return said


class WishForm(forms.Form):
    """The answer to a wish; the person reads the reason."""

    reason = forms.CharField(
        label=_("A few words to the person"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Needed for a no. The person reads them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.data.get("deed") != "yes" and not said.get("reason", "").strip():
            self.add_error("reason", _("Say kindly why. The person reads it."))
        return said
