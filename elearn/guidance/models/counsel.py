"""What counsellors need beside the questions: who takes what, days off, who wrote an answer, what became public."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..case_enums import ReminderKind
from .case import Case, CaseMessage
from .page import GuidePage

MOST_AT_ONCE = 10


class Readiness(models.Model):
    """What a counsellor takes. Who has none takes every topic in every language."""

    wagtail_reference_index_ignore = True

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readiness")
    topics = models.JSONField(_("topics"), default=list, blank=True)  # values of CaseTopic; empty: all
    languages = models.JSONField(_("languages"), default=list, blank=True)  # language codes; empty: all
    most = models.PositiveSmallIntegerField(_("questions at once, at most"), default=MOST_AT_ONCE)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    def __str__(self) -> str:
        return f"readiness {self.pk}"

    def is_away(self, day: date) -> bool:
        """Whether the counsellor is away on a day; both ends belong to it."""
        begun = self.away_from is not None and self.away_from <= day
        return begun and (self.away_until is None or day <= self.away_until)


class DayOff(models.Model):
    """A day that does not count as a working day, or a weekend day that does. Kept up by coordinators."""

    wagtail_reference_index_ignore = True

    name = models.CharField(_("name"), max_length=100)
    day = models.DateField(_("day"))
    every_year = models.BooleanField(
        _("every year on this day"), default=False,
        help_text=_("For holidays with a fixed date. Ramazan and Qurban move: write them down each year."),
    )  # fmt: skip
    moves = models.BooleanField(
        _("its rest moves on"), default=True,
        help_text=_("When it falls on a weekend or another holiday, the next working day is free (Labour Code, 105)."),
    )  # fmt: skip
    is_worked = models.BooleanField(
        _("we work on this day"), default=False,
        help_text=_("For a Saturday or Sunday that is worked because another day was made free."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering: ClassVar[list[str]] = ["day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "name"], name="a_day_off_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class AnswerHand(models.Model):
    """Somebody wrote in an answer: they can never be the one who agrees to it, whoever has the question later."""

    wagtail_reference_index_ignore = True

    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="hands")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "account"], name="a_hand_once_an_answer")
        ]

    def __str__(self) -> str:
        return f"hand {self.pk}"


class CaseReminder(models.Model):
    """Somebody was reminded of a question, for one day by which it was to be answered; each kind once."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=ReminderKind)
    due = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "due"], name="a_case_reminder_once")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class PublicAnswer(models.Model):
    """A guide that came of a question. The guide knows nothing of it; the row goes with the question."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="public_answers")
    page = models.OneToOneField(GuidePage, on_delete=models.CASCADE, related_name="answer_of")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Whether the words of who asked were the beginning of it: then their "no" keeps it from going public.
    used_words = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)  # when who asked was told that it is public

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"public answer {self.pk}"
