"""What one person writes to another and a moderator looks at: the words, how they stand, and every decision."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person


class SubmissionState(models.TextChoices):
    WAITING = "waiting", _("waits for a moderator")
    APPROVED = "approved", _("shown")
    DECLINED = "declined", _("not shown")
    APPEALED = "appealed", _("waits for another moderator")
    WITHDRAWN = "withdrawn", _("taken back")


class Submission(models.Model):
    """Something one person wants to say or show to others. Personal data: who wrote it, to whom, and the words.

    `kind` and `subject` say what it is ("thanks", "lesson:12"); the app it belongs to keeps a row that points here.
    """

    kind = models.CharField(_("kind"), max_length=32, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("written by")
    )
    # Whom it is meant for; empty when it is meant for everybody.
    to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("meant for")
    )
    # Who wrote it down or recorded it for the writer: they know it already, and never decide about it.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    text = models.TextField(_("words"))  # "" only where something else is shown: a picture, a voice
    language = models.CharField(max_length=5, blank=True)
    # How it is handled, by elearn.safety.rules; kept, so that a rule that changes does not change the past.
    handling = models.CharField(max_length=8)
    state = models.CharField(
        _("state"), max_length=10, choices=SubmissionState, default=SubmissionState.WAITING, db_index=True
    )
    # Shown before anybody has looked, so somebody still has to.
    to_look_at = models.BooleanField(_("shown already, to be looked at"), default=False)
    reason = models.CharField(max_length=16, blank=True)  # a code of elearn.safety.domain.reasons
    words = models.TextField(blank=True)  # the moderator's own, kind words
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)  # what the writer says to the decision
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("text to look at")
        verbose_name_plural = _("texts to look at")
        ordering = ["created_at", "pk"]
        permissions = [("moderate_submission", "Can moderate what people write to each other")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.to_look_at or self.state in (SubmissionState.WAITING, SubmissionState.APPEALED)


class Decision(models.Model):
    """One step in the life of a submission. Rows are only ever added."""

    class Did(models.TextChoices):
        APPROVED = "approved", _("agreed to show it")
        DECLINED = "declined", _("did not agree to show it")
        APPEALED = "appealed", _("asked another moderator to look")
        WITHDRAWN = "withdrawn", _("took it back")
        CHANGED = "changed", _("changed the words")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    did = models.CharField(max_length=10, choices=Did)
    reason = models.CharField(max_length=16, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.did} {self.submission_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A decision is never changed; the next one is added.")
        super().save(*args, **kwargs)
