"""How current a guide is: who looks after it, until when it was last found in order, and whether a translation lags."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.web.models import RenderingRow

from .review import Review

MONTHS = ((3, _("every 3 months")), (6, _("every 6 months")), (12, _("every year")), (24, _("every 2 years")))


class Standing(models.Model):
    """Who looks after a guide and how often. Its dates are not kept here: they are those of its last review.

    So nothing but a whole review can move them, neither publishing nor any form. Personal data: two accounts.
    """

    page = models.OneToOneField("guidance.GuidePage", on_delete=models.CASCADE, related_name="standing")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("owner"),
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("deputy"),
    )  # fmt: skip
    months = models.PositiveSmallIntegerField(_("is reviewed"), choices=MONTHS, default=12)
    # When the first review is due: counted from the first day in public, and never moved.
    first_due = models.DateField(editable=False)
    latest = models.OneToOneField(
        Review, null=True, blank=True, editable=False, on_delete=models.RESTRICT, related_name="+"
    )

    class Meta:
        verbose_name = _("standing of a guide")
        verbose_name_plural = _("standings of guides")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(deputy=None) | ~models.Q(owner=models.F("deputy")),
                name="deputy_is_somebody_else",
            )
        ]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def last_reviewed(self) -> date | None:
        """The day of the last whole review."""
        return self.latest.done_on if self.latest else None

    @property
    def next_due(self) -> date:
        """The day by which somebody is to go through it again."""
        return self.latest.next_due if self.latest and self.latest.next_due else self.first_due


class ReminderStep(models.TextChoices):
    """How far a reminder has gone. In this order."""

    MONTH = "month", _("30 days before")
    WEEK = "week", _("7 days before")
    PAST = "past", _("past its day: owner and deputy")
    LATE = "late", _("two weeks past: coordinators too")
    LEFT = "left", _("it left the search")


class Reminder(models.Model):
    """Somebody was told that a review is due, once for each step of each due day."""

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    step = models.CharField(max_length=5, choices=ReminderStep)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["standing", "due", "step"], name="reminded_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.standing_id} {self.due} {self.step}"


class Rendering(RenderingRow):
    """Up to which moment a translated guide says what its original says.

    It moves when somebody says so in a review, or when a translation of all sentences is published; never by
    publishing alone.
    """

    page = models.OneToOneField("guidance.GuidePage", on_delete=models.CASCADE, related_name="rendering")
    original = models.ForeignKey(
        "guidance.GuidePage", null=True, on_delete=models.SET_NULL, related_name="renderings"
    )  # without it the original is gone, and nothing lags behind it
