"""Pages everyone sees alike: the catalogue, a topic, a course, a module. What is about *you* lives in views."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from courses.page_chooser import PagePanel
from courses.page_forms import CourseForm
from courses.panels import NeededPanel
from elearn.people.api import is_minor
from elearn.people.models import Person
from elearn.web.models import BasePage

from .design import CertificateDesign

PLAIN_FEATURES = ["bold", "ul", "ol", "link"]


class CataloguePage(BasePage):
    """The list of topics and courses, one for each language."""

    parent_page_types: ClassVar[list[str]] = ["web.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.TopicPage"]
    max_count_per_parent = 1

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("catalogue")


class TopicPage(BasePage):
    """A topic such as knitting or cooking."""

    parent_page_types: ClassVar[list[str]] = ["courses.CataloguePage"]
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage", "courses.BankPage"]

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class LessonOrder(models.TextChoices):
    FREE = "free", _("in any order")
    STEPS = "steps", _("one after the other")


class EnrolBy(models.TextChoices):
    SELF = "self", _("everybody by themselves")
    APPROVAL = "approval", _("after a coordinator’s yes")
    COHORT = "cohort", _("groups of partner institutions only")


class CoursePage(BasePage):
    """A course: lessons of one teacher in order, with a certificate at the end."""

    base_form_class = CourseForm
    is_copied_plainly: ClassVar[bool] = False  # see `copy_course`
    parent_page_types: ClassVar[list[str]] = ["courses.TopicPage"]
    subpage_types: ClassVar[list[str]] = ["courses.ModulePage", "courses.LessonPage"]

    summary = models.TextField(_("summary"), max_length=500, blank=True)
    introduction = RichTextField(_("introduction"), features=PLAIN_FEATURES, blank=True)
    teacher = models.ForeignKey(
        Person, verbose_name=_("teacher"), null=True, on_delete=models.PROTECT, related_name="courses_taught"
    )
    # What the certificate says is required; not how long anybody sat there.
    hours = models.DecimalField(
        _("hours required"),
        max_digits=5,
        decimal_places=1,
        default=1,
        validators=[MinValueValidator(0.1), MaxValueValidator(500)],
    )
    competences = models.TextField(
        _("what one can do afterwards"), blank=True, help_text=_("One a line. It is printed on the certificate.")
    )
    order = models.CharField(_("order of lessons"), max_length=8, choices=LessonOrder, default=LessonOrder.FREE)
    enrol_by = models.CharField(_("who can take it"), max_length=8, choices=EnrolBy, default=EnrolBy.SELF)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: as many as come.")
    )
    design = models.ForeignKey(
        CertificateDesign, verbose_name=_("certificate’s design"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Empty: the design that is used for all courses."),
    )  # fmt: skip
    is_check = models.BooleanField(default=False, editable=False)
    exclude_fields_in_copy: ClassVar[list[str]] = ["is_check"]

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("teacher"),
        FieldPanel("hours"),
        FieldPanel("competences"),
        MultiFieldPanel(
            [
                FieldPanel("order"),
                FieldPanel("enrol_by"),
                FieldPanel("opens_at"),
                FieldPanel("closes_at"),
                FieldPanel("seats"),
            ],
            heading=_("Who takes it, and when"),
        ),
        NeededPanel("prerequisites", heading=_("Courses to complete before"), label=_("course")),
        FieldPanel("design"),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
    ]

    def clean(self) -> None:
        """Name as teacher only somebody of age: a course is public. Close only after opening."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A course closes after it opens.")})
        if self.teacher and is_minor(self.teacher):
            raise ValidationError({"teacher": _("A minor cannot be named as teacher: courses are public.")})

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("What everybody sees")), ("learner", _("As a learner sees it"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from courses.views.preview import preview_course  # views stand above models

        return preview_course(request, self, mode_name) or super().serve_preview(request, mode_name)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class Prerequisite(Orderable):
    """A course to complete before another. A row, not a many-to-many: those are lost in translated pages.

    It is met in any language of the needed course, so it is compared by translation key.
    """

    course = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="prerequisites")
    needed = models.ForeignKey(
        CoursePage, verbose_name=_("course to complete before"), on_delete=models.PROTECT, related_name="+"
    )

    panels: ClassVar[list] = [PagePanel("needed", "courses.CoursePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("course to complete before")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "needed"], name="prerequisite_once")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} after {self.needed_id}"


class ModulePage(BasePage):
    """A part of a course with lessons of its own; shown on the course's page, not by itself."""

    is_copied_plainly: ClassVar[bool] = False  # with its course
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]
    preview_modes: ClassVar[list] = []  # it is seen on the page of its course

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
