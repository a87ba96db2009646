"""An attempt at a lesson's quiz, with the answers as they were given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrolment import Enrolment
from .lesson import LessonPage


class QuizAttempt(models.Model):
    """One attempt. Any number may be made; one that passes is enough. Personal data: the answers."""

    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)  # question id → choice id
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attempt")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.right} of {self.asked}"
