"""A private question to a counsellor and all that belongs to it.

What somebody wrote, and whatever could say who they are, is encrypted: it cannot be read in the database, searched or
sorted by. Who may read a case is asked in `policies_cases`; nobody may by default. Without an account a case is found
with its code alone, of which only a keyed hash is kept.
"""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import Companionship, District, Person
from elearn.people.models.person import first_language, languages
from elearn.safety.models import Concern

from ..case_enums import (
    OPEN_STATES,
    AppointmentState,
    CaseChannel,
    CaseDid,
    CaseState,
    CaseTopic,
    CheckReason,
    CheckState,
    Helped,
    MayPublish,
    ReferralReason,
    Side,
    Urgency,
)


class Case(models.Model):
    """One question. Personal data of the most private kind: see the module."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.WAITING, db_index=True)
    channel = models.CharField(_("asked"), max_length=10, choices=CaseChannel)
    # Whose question it is, when they have an account or are helped. Nobody, when there is only a code.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="cases")
    # The helper who may read and write here, as long as the person lets them; see `policies_cases`.
    helper = models.ForeignKey(Companionship, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Who typed it: the person, their helper, or the operator on the phone.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The record that messages go to when there is no account: it has a contact and no name, and ends with the case.
    reach = models.OneToOneField(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = EncryptedTextField(_("how to address them"), blank=True)
    topic = models.CharField(_("topic"), max_length=12, choices=CaseTopic, db_index=True)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    urgency = models.CharField(_("how soon"), max_length=6, choices=Urgency, default=Urgency.WEEK)
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("district")
    )
    is_minor = models.BooleanField(_("under age"), default=False)
    # Why a second counsellor has to agree before an answer goes; empty when none has to.
    check_reason = models.CharField(max_length=10, choices=CheckReason, blank=True, default="")
    # A keyed hash of the code; empty when the case is looked at signed in.
    code_mark = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    # The code itself, until it has been shown and sent, a day at most.
    code_kept = EncryptedTextField(blank=True, editable=False)
    # While an operator has the caller on the phone they may read what they wrote down; then the state alone.
    call_until = models.DateTimeField(null=True, blank=True)
    # The counsellor's side.
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(_("to be answered by"), null=True, blank=True, db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # What who asked said afterwards.
    helped = models.CharField(_("did it help?"), max_length=8, choices=Helped, blank=True, default="")
    helped_words = EncryptedTextField(blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    # Whether others may learn from it; empty while they were not asked.
    may_publish = models.CharField(max_length=3, choices=MayPublish, blank=True, default="")
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, db_index=True)
    # The last thing that who asked or we did: what is forgotten, and when, is counted from it.
    moved_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    is_check = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("question to a counsellor")
        verbose_name_plural = _("questions to a counsellor")
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        permissions = [
            ("answer_case", "Can be given questions and answer them"),
            ("write_case_for_caller", "Can write a question down for a caller"),
            ("count_cases", "Can see how many questions wait, without their words"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code_mark"], condition=~models.Q(code_mark=""), name="a_case_code_once"),
        ]

    def __str__(self) -> str:
        return _("Question %(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        """Whether somebody here still has to do something."""
        return self.state in OPEN_STATES

    @property
    def is_closed(self) -> bool:
        return self.state == CaseState.CLOSED

    @property
    def needs_check(self) -> bool:
        """Whether a second counsellor has to agree before an answer goes."""
        return bool(self.check_reason)

    def call_lasts(self, now: datetime | None = None) -> bool:
        """Whether the operator who wrote it down still has the caller on the phone."""
        return self.call_until is not None and (now or timezone.now()) < self.call_until


class CaseMessage(models.Model):
    """What somebody wrote in a case. An answer that has not gone (`sent_at` empty) is shown to counsellors alone."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    text = EncryptedTextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # when who asked first read an answer

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_answer(self) -> bool:
        return self.side == Side.COUNSELLOR


class CaseNote(models.Model):
    """What counsellors write for each other. Who asked never sees it here; it is theirs by law to ask for."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = EncryptedTextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Appointment(models.Model):
    """A call back that somebody asked for, or a counsellor offered. Personal data: a number, encrypted."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appointments")
    state = models.CharField(max_length=10, choices=AppointmentState, default=AppointmentState.ASKED, db_index=True)
    phone = EncryptedTextField(_("phone"))  # E.164
    wish = EncryptedTextField(_("when they can speak"), blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, db_index=True)
    offered = models.JSONField(default=list, blank=True)  # times to choose from, as ISO 8601
    minutes = models.PositiveSmallIntegerField(default=20)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["asked", "set"]), name="one_call_to_come_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class CaseCheck(models.Model):
    """A second counsellor is asked to read an answer before it goes."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="checks")
    reason = models.CharField(max_length=10, choices=CheckReason)
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.ASKED, db_index=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="case_checks"
    )
    words = EncryptedTextField(_("what to change"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="asked"), name="one_check_at_a_time_a_case"
            ),
            models.CheckConstraint(
                condition=~models.Q(checker=models.F("asked_by")), name="nobody_checks_their_own_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"


class CaseReferral(models.Model):
    """What of a case the safeguarding officer was given: the words of who asked, up to a moment, none after it."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    concern = models.OneToOneField(Concern, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=10, choices=ReferralReason)
    words = EncryptedTextField(blank=True)  # what the counsellor adds
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class CaseEntry(models.Model):
    """Who did what with a case, every look too. Rows are only ever added. Without `by`: who asked, or the site."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    did = models.CharField(max_length=14, choices=CaseDid)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.did} in case {self.case_id}"
