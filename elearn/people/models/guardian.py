"""A parent or guardian of somebody under age, and what they said: asked, agreed, refused, withdrawn.

Several may be asked for one minor, one after the other. One consent is under way at a time; a no of any of them holds
until they change their mind or a coordinator sets it aside, with a reason.
"""

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
    ENDED = "ended", _("can no longer decide")


class Way(models.TextChoices):
    CODE = "code", _("by their own code")
    PHONE = "phone", _("by phone, written down by us")


class Confirmed(models.TextChoices):
    """How a person of this programme made sure that the guardian is the guardian."""

    CALL = "call", _("by a phone call")
    PAPER = "paper", _("by a paper they signed or showed")
    SEEN = "seen", _("by seeing them in person")


class Guardianship(models.Model):
    """One guardian asked for one minor. At most one is asked and one agrees at a time; rows that ended stay.

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
    # A code proves an address, not whose it is: when and how somebody here made sure, and who.
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=8, choices=Confirmed, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A coordinator decided, having spoken with the family, that a no does not hold any more.
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_aside_why = models.TextField(blank=True)

    class Meta:
        verbose_name = _("parent or guardian")
        verbose_name_plural = _("parents and guardians")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["minor"], condition=models.Q(state="asked"), name="one_guardian_asked_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["minor"], condition=models.Q(state="agreed"), name="one_guardian_agrees_at_a_time"
            ),
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
    def holds_as_no(self) -> bool:
        """Whether this is a no that nobody has set aside."""
        return self.said_no and self.set_aside_at is None

    @property
    def is_second(self) -> bool:
        """Whether somebody else was asked or has agreed since, and this guardian may still speak up."""
        if self.state != GuardianState.REPLACED or self.guardian_id is None:
            return False
        return self.agreed_at is not None or timezone.now() < self.asked_at + OPEN_FOR

    @property
    def may_answer(self) -> bool:
        """Whether the guardian may still decide: also to say yes after a no, or no beside somebody else's yes."""
        if self.guardian is not None and not self.guardian.speaks_for_themself:
            return False
        was_mistaken = self.state == GuardianState.ENDED  # they are with us after all
        return self.is_open or self.is_agreed or self.said_no or self.is_second or was_mistaken

    def _signature(self) -> str:
        said = f"{self.pk}:{self.minor_id}:{self.kind}:{self.contact}"
        return salted_hmac("people.guardian", said, algorithm="sha256").hexdigest()[:TOKEN_SIGNS]


class FormerContact(models.Model):
    """An address that was a minor's own once, as a keyed hash: it is not taken for their guardian's later.

    Personal data: none that can be read. Rows go when the minor comes of age.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_contacts")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "digest"], name="former_contact_once")
        ]

    def __str__(self) -> str:
        return f"former contact of {self.person_id}"
