"""What stands beside reports of watching: checks that bytes were loaded, and a coordinator's recorded adjustments."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_pipeline.models import Film

from .enrolment import Enrolment
from .lesson import LessonPage
from .progress import PlaybackSession


class CheckVerdict(models.TextChoices):
    OPEN = "", _("not answered")
    RIGHT = "right", _("right")
    WRONG = "wrong", _("wrong")
    UNANSWERABLE = "none", _("the device could not answer")


class LoadCheck(models.Model):
    """A segment the server picked, and the salted digest a player gave of it. Only raises or lowers confidence.

    Personal data: that this player was playing then.
    """

    wagtail_reference_index_ignore = True

    session = models.ForeignKey(PlaybackSession, on_delete=models.CASCADE, related_name="checks")
    number = models.PositiveSmallIntegerField()  # 1, 2 … within the session
    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="+")
    segment = models.CharField(max_length=80)  # "360p-1a2b3c4d/s00007.m4s"
    salt = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=5, choices=CheckVerdict, blank=True, default="")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "number"], name="load_check_once")
        ]
        # What was answered and has not been judged.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"], condition=models.Q(verdict="") & ~models.Q(digest=""), name="load_check_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"check {self.number} of {self.session_id}"


class Adjustment(models.Model):
    """A coordinator's recorded word that a lesson is done. Only ever added; taken back, it says when and by whom.

    Personal data: whom it is about, and why.
    """

    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="adjustments")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("adjustment")
        ordering = ["at", "pk"]
        permissions: ClassVar = [("adjust_progress", "Can record that a lesson is done")]

    def __str__(self) -> str:
        return f"adjustment {self.pk}"
