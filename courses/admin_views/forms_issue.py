"""Forms of issuing: for whom, and why."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from courses.domain.learning.complete import uncertified
from courses.models import Cohort, CoursePage


class IssueForm(forms.Form):
    """A group, or everybody who has completed a course."""

    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label=_("Group"), required=False, empty_label="—",
        help_text=_("Everybody in the group who has completed the course."),
    )  # fmt: skip
    course = forms.ModelChoiceField(
        CoursePage.objects.none(), label=_("Or a course"), required=False, empty_label="—",
        help_text=_("Courses in which somebody waits for a certificate."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("If you like: the occasion. It is kept and not printed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = Cohort.objects.filter(closed_at=None).select_related("institution", "course")
        waits = uncertified().filter(course=OuterRef("pk"), person__is_check=False)
        courses = CoursePage.objects.filter(Exists(waits), is_check=False).order_by("title")
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        self.fields["cohort"].label_from_instance = _group  # type: ignore[attr-defined]
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.fields["course"].label_from_instance = lambda course: course.title  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(chosen.get("cohort")) == bool(chosen.get("course")):
            self.add_error("cohort", _("Choose a group or a course, one of the two."))
        return chosen

    @property
    def group(self) -> Cohort | CoursePage:
        """What was chosen; call it on a valid form."""
        found: Cohort | CoursePage = self.cleaned_data["cohort"] or self.cleaned_data["course"]
        return found


def _group(cohort: Cohort) -> str:
    return f"{cohort.title} – {cohort.institution.name} – {cohort.course.title}"


class ByHandForm(forms.Form):
    """Why somebody gets a certificate at a coordinator's word."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How the requirements were met. It is kept with the certificate and is not printed."),
    )  # fmt: skip


class NamedDeedForm(forms.Form):
    """The name as it is to be on a certificate, and why."""

    name = forms.CharField(
        label=_("Name on the paper"), max_length=100, help_text=_("As in the holder’s identity document."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the certificate, for staff, and is not printed."),
    )  # fmt: skip

    def clean_name(self) -> str:
        """Leave single spaces."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(_("Write the name."))
        return name
