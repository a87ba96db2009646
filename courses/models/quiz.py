"""An attempt at a lesson's quiz: what was asked, what was answered, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrolment import Enrolment
from .lesson import LessonPage


class QuizAttempt(models.Model):
    """One attempt: open until it is submitted, at most one open at a time. One that passes is enough.

    Personal data: the answers.
    """

    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    # What was asked, in order: [{"id": question, "kind": "one", "order": [part, …]}]; empty in old attempts.
    asked_of = models.JSONField(default=list)
    answers = models.JSONField(default=dict)  # question id → what was given: a part, parts in order, or words
    results = models.JSONField(default=dict)  # question id → "right", "part" or "wrong"
    seed = models.PositiveIntegerField(default=0)  # of the draw and the shuffling
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)  # begun
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        ordering = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=models.Q(submitted_at__isnull=True), name="attempt_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} of {self.asked}"


class ExtraAttempt(models.Model):
    """One more attempt that a coordinator granted. Only ever added. Personal data: who got it and why."""

    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extra_attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"one more attempt in {self.enrolment_id}"
