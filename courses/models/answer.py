"""What an elder said to the finished page of a film that somebody recorded for them. Silence is no."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .contribution import Contribution


class AnswerWay(models.TextChoices):
    OWN_DEVICE = "own_device", _("on their own device")
    HELPER_DEVICE = "helper_device", _("on a helper’s device, with a code")
    PHONE = "phone", _("by phone, written down by us")


class ElderQuestion(models.Model):
    """One time an elder was asked: to which version of the page, and the code for a helper's device, if there is one.

    Personal data: who asked, and the words shown.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="questions")
    version = models.CharField(max_length=16)
    words = models.TextField()
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    # Six digits that reach the elder alone, good for one answer on a helper's device.
    code = models.CharField(max_length=6, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_for = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    codes = models.PositiveSmallIntegerField(default=0)  # made so far
    tries = models.PositiveSmallIntegerField(default=0)
    # Who read the code out on a call, to an elder whose telephone takes no messages.
    code_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    code_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question to an elder")
        verbose_name_plural = _("questions to elders")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"question {self.pk} about contribution {self.contribution_id}"


class ElderAnswer(models.Model):
    """A yes or a no, with the words as they were shown. Rows are only ever added; the newest counts.

    Personal data: what an elder said, and who wrote it down.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=3, choices=Answer)
    way = models.CharField(max_length=16, choices=AnswerWay)
    version = models.CharField(max_length=16)
    words = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    note = models.TextField(blank=True)  # what the elder would like to be different
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of an elder")
        verbose_name_plural = _("answers of elders")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer} to contribution {self.contribution_id}"

    @property
    def is_yes(self) -> bool:
        return self.answer == self.Answer.YES
