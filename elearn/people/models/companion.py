"""A helper of somebody's choice: who helps whom, with what, until when, and every act done in their name."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from .person import ContactPoint, Person, first_language, languages

# An invitation nobody accepted is forgotten after this time.
OPEN_FOR = timedelta(days=30)
USUAL = timedelta(days=183)
LONGEST = timedelta(days=365)
# Of the rules that a helper reads before accepting; a new wording gets a new version.
RULES_VERSION = "2026-11"
TOKEN_SIGNS = 20  # of 4 bits each


class Scope(models.TextChoices):
    """What a helper may do, each ticked by itself."""

    SEE = "see", _("See how my things stand")
    BOOK = "book", _("Book for me")
    RECORD = "record", _("Record videos for me")
    ASK = "ask", _("Ask a counsellor for me, and read that question’s answers")
    ANSWER = "answer", _("Read me learners’ questions, show me what they made, and pass on my answers")


class CompanionshipState(models.TextChoices):
    INVITED = "invited", _("invited, no answer yet")
    ACTIVE = "active", _("helps")
    DECLINED = "declined", _("has said no")
    ENDED = "ended", _("ended")


class Invitation(models.TextChoices):
    """How the elder chose their helper."""

    OWN = "own", _("on this site")
    PHONE = "phone", _("by phone, written down by us")
    BESIDE = "beside", _("with our staff beside them")


class EndedBy(models.TextChoices):
    ELDER = "elder", _("by the person helped")
    COMPANION = "companion", _("by the helper")
    STAFF = "staff", _("by our staff")
    TIME = "time", _("the time was over")


class Companionship(models.Model):
    """One helper of one elder. Ended ones stay as the record.

    Personal data: who helps whom, and the address somebody was invited at until they accept or say no.
    """

    elder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="companionships")
    companion = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="helps")
    # The record that the invitation is sent to; forgotten when another account accepts, or nobody does.
    invited = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=ContactPoint.Kind, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    may_see = models.BooleanField(_("may see how things stand"), default=False)
    may_book = models.BooleanField(_("may book"), default=False)
    may_record = models.BooleanField(_("may record"), default=False)
    may_ask = models.BooleanField(_("may ask a counsellor"), default=False)
    may_answer = models.BooleanField(_("may pass on answers to learners"), default=False)
    ends_on = models.DateField(_("until"))
    state = models.CharField(
        _("state"), max_length=10, choices=CompanionshipState, default=CompanionshipState.INVITED, db_index=True
    )
    # How the elder chose, and the member of staff who was on the phone or beside them.
    chosen = models.CharField(_("invited"), max_length=8, choices=Invitation, default=Invitation.OWN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    rules_version = models.CharField(max_length=20, blank=True)
    rules_language = models.CharField(max_length=5, blank=True)
    told_ending_at = models.DateTimeField(null=True, blank=True)  # both were told that the end is near
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=EndedBy, blank=True)
    # Held up by our staff, with a reason; one held up by the safeguarding officer is theirs alone to let go on.
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pause_reason = models.TextField(blank=True)
    is_suspended = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering: ClassVar[list[str]] = ["-invited_at", "-pk"]
        permissions = [("suspend_companion", "Can suspend a helper at once")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["elder", "companion"], condition=models.Q(state="active"), name="one_companionship_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"companionship {self.pk}"

    @property
    def scopes(self) -> list[Scope]:
        """What was ticked, in its own order."""
        return [scope for scope in Scope if getattr(self, f"may_{scope.value}")]

    @property
    def scopes_in_words(self) -> list[str]:
        return [str(scope.label) for scope in self.scopes]

    @property
    def is_invited(self) -> bool:
        return self.state == CompanionshipState.INVITED

    @property
    def is_active(self) -> bool:
        return self.state == CompanionshipState.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_current(self) -> bool:
        """Whether it is under way: it shows in lists and can be ended."""
        return self.is_active or self.is_open

    @property
    def is_open(self) -> bool:
        """Whether the invitation may still be answered."""
        return self.is_invited and timezone.now() < self.invited_at + OPEN_FOR

    def holds(self, on: date | None = None) -> bool:
        """Whether the helper may act today, for whatever was ticked."""
        return self.is_active and not self.is_paused and (on or timezone.localdate()) <= self.ends_on

    def allows(self, scope: Scope) -> bool:
        return self.holds() and bool(getattr(self, f"may_{Scope(scope).value}"))

    @property
    def token(self) -> str:
        """What stands in the address of the invitation. It goes with the contact."""
        said = f"{self.pk}:{self.elder_id}:{self.kind}:{self.contact}"
        return f"{self.pk}-{salted_hmac('people.companion', said, algorithm='sha256').hexdigest()[:TOKEN_SIGNS]}"

    def is_token(self, token: str) -> bool:
        """Say whether a token from outside is this row's."""
        return constant_time_compare(token, self.token)


class Did(models.TextChoices):
    """What a helper can do in somebody's name; the sentences are in elearn.people.companion_words."""

    SAW = "saw", _("looked how things stand")
    ASKED_CALL = "asked_call", _("asked for a call")
    RECORDED = "recorded", _("recorded a video")
    DESCRIBED = "described", _("described a video")
    ASKED_ANSWER = "asked_answer", _("asked for an answer")
    DISCARDED = "discarded", _("threw a recording away")
    CAPTIONED = "captioned", _("worked on captions")
    ASKED_VISITS = "asked_visits", _("asked for home visits")
    CHANGED_VISITS = "changed_visits", _("changed the request for home visits")
    ENDED_VISITS = "ended_visits", _("withdrew the request for home visits")
    AGREED_VISIT = "agreed_visit", _("said yes to a home visit")
    CANCELLED_VISIT = "cancelled_visit", _("cancelled a home visit")
    ASKED_COUNSEL = "asked_counsel", _("asked a counsellor")
    READ_COUNSEL = "read_counsel", _("read a question to a counsellor")
    WROTE_COUNSEL = "wrote_counsel", _("wrote more to a counsellor")
    ENDED_COUNSEL = "ended_counsel", _("closed a question to a counsellor")
    ANSWERED = "answered", _("answered a learner’s question")
    ANSWERED_WORK = "answered_work", _("answered what a learner made")


class CompanionAct(models.Model):
    """One act of a helper, written in the transaction of the deed. Rows are only ever added.

    Personal data: what was done for whom, and what the thing was called.
    """

    companionship = models.ForeignKey(Companionship, on_delete=models.CASCADE, related_name="acts")
    did = models.CharField(max_length=16, choices=Did)
    subject = models.CharField(max_length=64, blank=True)  # "film:<uuid>"
    title = models.CharField(max_length=200, blank=True)  # what it was called, for the sentence
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("act of a helper")
        verbose_name_plural = _("acts of helpers")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["companionship", "-at"])]

    def __str__(self) -> str:
        return f"{self.did} in companionship {self.companionship_id}"
