"""What somebody agreed to: one row a person and a thing, with the exact words, and every step there was.

Silence is no: a row that nobody answered allows nothing. The words are kept in the row as they were shown, so they can
always be shown again, whatever the texts of this site become.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .person import Person


class ConsentKind(models.TextChoices):
    """What of a person the consent is about."""

    FILM = "film", _("video")
    VOICE = "voice", _("voice")
    PICTURE = "picture", _("picture")
    WORK = "work", _("work")
    GUARDIAN = "guardian", _("learning of a child")


class Use(models.TextChoices):
    """What may be done with it, each agreed to by itself."""

    SITE = "site", _("Show it on this site")
    SOCIAL = "social", _("Show it on our pages in social media")
    DOWNLOAD = "download", _("Let people save it on their devices")
    CAPTIONS = "captions", _("Let a machine write captions for it")
    ABROAD = "abroad", _("Send it to a service abroad that we work with")
    LEARN = "learn", _("Take part in courses on this site")


class ConsentState(models.TextChoices):
    ASKED = "asked", _("asked, no answer yet")
    GIVEN = "given", _("agreed")
    REFUSED = "refused", _("did not agree")
    WITHDRAWN = "withdrawn", _("taken back")
    CUT_OUT = "cut_out", _("not recognisable any more")


class ConsentWay(models.TextChoices):
    """How an answer was given."""

    CLICK = "click", _("on this site")
    VOICE = "voice", _("by voice, recorded")
    PAPER = "paper", _("on signed paper")
    PHONE = "phone", _("by phone")


class Consent(models.Model):
    """What one person was asked about one thing, and how it stands. `steps` hold every step there was.

    Personal data: who, what they agreed to, and where their voice or signature lies.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    subject = models.CharField(max_length=64, db_index=True)  # "film:<uuid>"
    kind = models.CharField(max_length=12, choices=ConsentKind, default=ConsentKind.FILM)
    # What the thing is called, for lists; it may be gone by the time somebody reads them.
    title = models.CharField(max_length=200, blank=True)
    is_own = models.BooleanField(default=False)  # of the person who made the thing, not of somebody seen in it
    organisation = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    asked_uses = models.JSONField(default=list)  # what may be agreed to
    uses = models.JSONField(default=list)  # what was agreed to
    until = models.DateField(null=True, blank=True)  # none: until it is taken back
    text_version = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=5, blank=True)
    words = models.TextField(blank=True)  # as they were shown when the answer was given
    state = models.CharField(max_length=10, choices=ConsentState, default=ConsentState.ASKED, db_index=True)
    way = models.CharField(max_length=8, choices=ConsentWay, blank=True)
    evidence = models.CharField(max_length=200, blank=True)  # key in the "papers" storage: a scan or a voice
    # The relative or guardian who answered in the person's place.
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents_answered"
    )
    speaker = models.CharField(max_length=200, blank=True)  # the same in words: "her mother, Aynur Quliyeva"
    # Who wrote down an answer given on paper, by voice or by phone.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link_number = models.PositiveSmallIntegerField(default=1)  # a link with another number opens nothing
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)  # when the question was last sent
    given_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # refused or taken back
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "subject", "kind"], name="consent_once")
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def is_valid(self) -> bool:
        """Whether the person agrees, today."""
        return self.state == ConsentState.GIVEN and not self.is_over()

    def is_over(self, on: date | None = None) -> bool:
        """Whether the time agreed on is over."""
        return self.until is not None and self.until < (on or timezone.localdate())

    def allows(self, use: str) -> bool:
        """Whether the person agrees to a use, today."""
        return self.is_valid and use in self.uses

    @property
    def uses_in_words(self) -> list[str]:
        """The uses agreed to, in the active language and in their own order."""
        return [str(use.label) for use in Use if use.value in self.uses]


class ConsentStep(models.Model):
    """One step of a consent, as it was; rows are only ever added."""

    wagtail_reference_index_ignore = True

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ConsentState)
    way = models.CharField(max_length=8, choices=ConsentWay, blank=True)
    uses = models.JSONField(default=list)
    text_version = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=5, blank=True)
    words = models.TextField(blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    speaker = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} of consent {self.consent_id}"
