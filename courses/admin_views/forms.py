"""Forms of the coordinators."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.building.tree import topic_path
from courses.domain.films.review import KIND_REASONS, reason_in_words
from courses.domain.webinars.recording import webinar_of
from courses.models import Contribution, CoursePage, TopicPage
from elearn.people.models import Person

Choices = list[tuple[str, list[tuple[str, str]]]]


class PlaceForm(forms.Form):
    """Where a film goes: into a course there is, or into a new one under a topic."""

    title = forms.CharField(label=_("Title of the lesson"), max_length=200)
    course = forms.ChoiceField(label=_("Course"), required=False)
    topic = forms.ModelChoiceField(
        TopicPage.objects.none(), label=_("Topic of the new course"), required=False, empty_label="—"
    )
    course_title = forms.CharField(label=_("Title of the new course"), max_length=200, required=False)
    summary = forms.CharField(
        label=_("What one learns there, in two sentences"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Hours required"), help_text=_("The certificate says so."), initial=Decimal(1),
        min_value=Decimal("0.1"), max_value=Decimal(500), decimal_places=1, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        webinar = webinar_of(contribution)
        course = webinar.course_id if webinar else None
        kwargs["initial"] = {"title": contribution.title, "topic": contribution.topic_id, "course": course}
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = course_choices(contribution.person)  # type: ignore[attr-defined]
        topics = TopicPage.objects.live().select_related("locale").order_by("locale__language_code", "title")
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]
        self.fields["topic"].label_from_instance = _in_its_language  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        if chosen.get("course"):
            return chosen
        if not chosen.get("course_title"):
            self.add_error("course", _("Choose a course, or fill in a new one below."))
        elif not chosen.get("topic"):
            self.add_error("topic", _("Choose the topic of the new course."))
        elif not chosen.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Say how many hours the course requires."))
        return chosen


class AnotherTakeForm(forms.Form):
    """Why another take would be good: kind reasons that are ready, and own words."""

    reasons = forms.MultipleChoiceField(
        label=_("What could be better"), choices=KIND_REASONS.items(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("The teacher reads this in the teacher’s own language."),
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("In your own words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Begin with what you liked. We never say no to a video; we ask for another one."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        written: dict[str, Any] = super().clean() or {}
        if not written.get("reasons") and not (written.get("own_words") or "").strip():
            self.add_error("reasons", _("Please give a reason, so that the teacher knows what to do."))
        return written

    def reason(self, language: str) -> str:
        """Give the reason in words; call it on a valid form."""
        return reason_in_words(self.cleaned_data["reasons"], self.cleaned_data["own_words"], language=language)


class CancelForm(forms.Form):
    """Why a certificate no longer counts."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who opens the page of the certificate reads this, and the holder is told."),
    )  # fmt: skip


def course_choices(teacher: Person) -> Choices:
    """List the courses to choose from, the teacher's own first; three queries, however many there are."""
    topics = {topic.path: topic.title for topic in TopicPage.objects.only("path", "title")}
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    courses = CoursePage.objects.filter(is_check=False).select_related("locale").order_by("title")
    for course in courses:
        topic = topics.get(topic_path(course.path), "")
        line = (str(course.pk), f"{_in_its_language(course)} – {topic}" if topic else _in_its_language(course))
        (own if course.teacher_id == teacher.pk else others).append(line)
    groups = [(str(_("Courses of this teacher")), own), (str(_("Other courses")), others)]
    return [("", [("", str(_("A new course, see below")))]), *[group for group in groups if group[1]]]


def _in_its_language(page: CoursePage | TopicPage) -> str:
    return f"{page.title} ({page.locale.language_code})"
