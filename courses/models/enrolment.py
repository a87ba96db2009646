"""A learner in a course, and how far they are in each of its lessons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .cohort import Cohort
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
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at"]
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class LessonWay(models.TextChoices):
    WATCHED = "watched", _("watched")
    LIVE = "live", _("watched live")
    READ = "read", _("read")
    PRACTICE = "practice", _("made")
    ADJUSTED = "adjusted", _("a coordinator’s word")


class LessonProgress(models.Model):
    """What a learner has done of one lesson."""

    # Wagtail would queue a task for every save, to know which pages this row names.
    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    watched_at = models.DateTimeField(null=True, blank=True)
    quiz_passed_at = models.DateTimeField(null=True, blank=True)
    reading_since = models.DateTimeField(null=True, blank=True)  # the words of the film were opened to be read
    reading_film = models.UUIDField(null=True, blank=True, editable=False)  # of which film
    read_at = models.DateTimeField(null=True, blank=True)
    practised_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=LessonWay, blank=True)  # how it was completed; not on the paper

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} in enrolment {self.enrolment_id}"
