"""Pages everyone sees alike: the catalogue, a topic, a course. What is about *you* lives in views."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from elearn.people.api import is_minor
from elearn.people.models import Person
from elearn.web.models import BasePage

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
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class CoursePage(BasePage):
    """A course: lessons of one teacher in order, with a certificate at the end."""

    parent_page_types: ClassVar[list[str]] = ["courses.TopicPage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]

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
    is_check = models.BooleanField(default=False, editable=False)

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("teacher"),
        FieldPanel("hours"),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
    ]

    def clean(self) -> None:
        """Name as teacher only somebody of age: a course is public."""
        super().clean()
        if self.teacher and is_minor(self.teacher):
            raise ValidationError({"teacher": _("A minor cannot be named as teacher: courses are public.")})

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
