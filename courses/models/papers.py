"""What stands behind certificates: what an elder gave, the list of cancelled ones, and an issue for many."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .cohort import Cohort
from .course import CoursePage

# The least that the standard lets a list have: who is on it is hidden among so many.
STATUS_LIST_SIZE = 131_072


class Contributed(models.Model):
    """What an elder gave in a year, counted when the certificate was asked for. Personal data: what they did here."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributed")
    subject = models.CharField(max_length=40)  # "gave:2026"
    facts = models.JSONField(default=dict)  # films, webinars, answers, people reached
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    wanted = models.BooleanField(null=True, blank=True)  # None until the elder was heard
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "subject"], name="contributed_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} of {self.person_id}"


class StatusList(models.Model):
    """A published list of bits: one for each credential, set when it is cancelled. Signed as a whole."""

    wagtail_reference_index_ignore = True

    number = models.PositiveIntegerField(unique=True)
    size = models.PositiveIntegerField(default=STATUS_LIST_SIZE, validators=[MinValueValidator(STATUS_LIST_SIZE)])
    taken = models.PositiveIntegerField(default=0)  # how many places are given away, at random
    token = models.TextField(blank=True)  # empty: changed, and to be signed when it is asked for next
    signed_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"status list {self.number}"


class IssueRunState(models.TextChoices):
    WAITING = "waiting", _("about to begin")
    RUNNING = "running", _("being made")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class IssueRun(models.Model):
    """Certificates for many at once: how far it is, and for whom it could not be done."""

    wagtail_reference_index_ignore = True

    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="runs")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=IssueRunState, default=IssueRunState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    after = models.PositiveBigIntegerField(default=0)  # the last enrolment that was looked at
    trouble = models.JSONField(default=list)  # [{"enrolment": 7, "why": "waiting"}, …]
    began_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)  # when it last went on; one that is long ago is taken up
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("issue of certificates")
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"issue {self.pk}"
