"""A parent or guardian of somebody under age, and what they said: asked, agreed, refused, withdrawn."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from .person import ContactPoint, Person, first_language, languages

# How long an unanswered request stays open; then what we were told of the guardian is forgotten.
OPEN_FOR = timedelta(days=30)
# Of the words on the guardian's page. A new wording gets a new version; a consent keeps the one it was given to.
TEXT_VERSION = "2026-11"
TOKEN_SIGNS = 20  # of 4 bits each


class Relation(models.TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GUARDIAN = "guardian", _("Legal guardian")


class GuardianState(models.TextChoices):
    ASKED = "asked", _("asked, no answer yet")
    AGREED = "agreed", _("has agreed")
    REFUSED = "refused", _("has said no")
    WITHDRAWN = "withdrawn", _("has withdrawn the consent")
    MISTAKEN = "mistaken", _("not the parent or guardian")
    REPLACED = "replaced", _("replaced by another request")
    EXPIRED = "expired", _("no answer in time")
    OF_AGE = "of_age", _("ended: of age")


class Way(models.TextChoices):
    CODE = "code", _("by their own code")
    PHONE = "phone", _("by phone, written down by us")


class Guardianship(models.Model):
    """One guardian asked for one minor. At most one is under way for a minor; rows that ended stay as the record.

    Personal data: who is whose parent or guardian, the address they were asked at, and what they answered.
    """

    minor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="wards")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    kind = models.CharField(max_length=8, choices=ContactPoint.Kind)
    contact = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=GuardianState, default=GuardianState.ASKED)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    asked_at = models.DateTimeField(default=timezone.now)
    messages = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)  # the newest message to the guardian
    agreed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Of the newest consent: to which words, in which language, how it was given, and who wrote it down.
    text_version = models.CharField(max_length=20, blank=True)
    text_language = models.CharField(max_length=5, blank=True)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("parent or guardian")
        verbose_name_plural = _("parents and guardians")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["minor"], condition=models.Q(state__in=["asked", "agreed"]), name="one_guardian_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"guardianship {self.pk}"

    @property
    def token(self) -> str:
        """What stands in the guardian's address. It goes with the contact: another contact, another address."""
        return f"{self.pk}-{self._signature()}"

    def is_token(self, token: str) -> bool:
        """Say whether a token from outside is this row's."""
        return constant_time_compare(token, self.token)

    @property
    def is_open(self) -> bool:
        """Whether a request may still be answered."""
        return self.state == GuardianState.ASKED and timezone.now() < self.asked_at + OPEN_FOR

    @property
    def is_agreed(self) -> bool:
        return self.state == GuardianState.AGREED

    @property
    def said_no(self) -> bool:
        return self.state in (GuardianState.REFUSED, GuardianState.WITHDRAWN)

    @property
    def may_answer(self) -> bool:
        """Whether the guardian may still decide: also to say yes after a no."""
        return self.is_open or self.is_agreed or self.said_no

    def _signature(self) -> str:
        said = f"{self.pk}:{self.minor_id}:{self.kind}:{self.contact}"
        return salted_hmac("people.guardian", said, algorithm="sha256").hexdigest()[:TOKEN_SIGNS]
