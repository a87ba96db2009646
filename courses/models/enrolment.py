"""A learner in a course, and how far they are in each of its lessons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .course import CoursePage
from .lesson import LessonPage


class EnrolmentState(models.TextChoices):
    ACTIVE = "active", _("learning")
    WAITING = "waiting", _("waiting for a parent’s consent")  # kept, but nothing counts
    COMPLETED = "completed", _("completed")
    LEFT = "left", _("left")


class Enrolment(models.Model):
    """A learner in a course. Personal data: that this person takes this course."""

    # Wagtail would queue a task for every save, to know which pages this row names.
    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    enrolled_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    last_lesson = models.ForeignKey(LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at"]
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class LessonProgress(models.Model):
    """What a learner has done of one lesson."""

    # Wagtail would queue a task for every save, to know which pages this row names.
    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    watched_at = models.DateTimeField(null=True, blank=True)
    quiz_passed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} in enrolment {self.enrolment_id}"
