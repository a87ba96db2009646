"""A notice is one thing told to one person. The row comes first; sending follows and may be tried again."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    UNREACHABLE = "unreachable", _("no way to reach the person")
    TO_CALL = "to_call", _("to be told by phone")


class Notice(models.Model):
    """One thing told to one person. Personal data: to whom, and the words sent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # names the templates: notices/<kind>.…
    key = models.CharField(max_length=120, unique=True)  # what makes it the same thing: never told twice
    facts = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, blank=True)
    channel = models.CharField(max_length=8, blank=True)  # email, sms, phone, letter
    to = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.WAITING, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, db_index=True)
    fault = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # To be told by phone: how often it was tried, by whom last, and when.
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class MailboxMessage(models.Model):
    """A message kept in the development mailbox instead of being sent. Never used in production."""

    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel} to {self.to}"


class SmsCount(models.Model):
    """How many text messages went to a number, from a network, or from here, in one hour or day.

    Personal data: none that can be read; a number or network is a keyed hash, and rows go after two days.
    """

    subject = models.CharField(max_length=72)  # "all", "number:<hash>" or "network:<hash>"
    begins_at = models.DateTimeField(db_index=True)
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "begins_at"], name="sms_counted_once_a_window")]

    def __str__(self) -> str:
        return f"{self.subject[:16]} {self.begins_at:%Y-%m-%d %H:%M}: {self.sent}"
