"""A visit: who goes to whom and when, how the elder agreed, and what was noted there."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import Person

from ..enums import EventKind, VisitState, Way
from .request import VisitRequest
from .trainer import Trainer


class Visit(models.Model):
    """One visit. Two that hold time never overlap for a trainer or for an elder: the database refuses it (`overlap`).

    Personal data: who is visited by whom and when. The trainer sees the address from the day before until the day
    after, through `people`, and every look is noted.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")  # the elder, as in the request
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="visits")
    # Goes along where two must go; their time is held by a row of its own that points here.
    along_with = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="seconds")
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=VisitState, default=VisitState.PROPOSED, db_index=True)
    number = models.PositiveSmallIntegerField(default=1)  # of the course: 1, 2, 3 …
    is_pinned = models.BooleanField(_("stays as it is when visits are planned"), default=False)
    version = models.PositiveIntegerField(default=1)  # goes up with every change that a trainer's device must learn of
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField(null=True, blank=True)  # a proposed time is let go after this
    # Two must go, and a coordinator has said that one may go alone this time.
    alone_at = models.DateTimeField(null=True, blank=True)
    alone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    alone_why = models.CharField(max_length=300, blank=True)
    # The yes of the elder: a code that was sent, how often it was tried, and how they agreed.
    code = EncryptedTextField(blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_way = models.CharField(max_length=10, choices=Way, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The word that the trainer says at the door, and the code by which the elder shows that the visit took place.
    word = EncryptedTextField(blank=True)
    presence_code = EncryptedTextField(blank=True)
    presence_tries = models.PositiveSmallIntegerField(default=0)
    told_day_before_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    shown_way = models.CharField(max_length=10, choices=Way, blank=True)  # how it was shown that it took place
    shown_at = models.DateTimeField(null=True, blank=True)
    alerted_at = models.DateTimeField(null=True, blank=True)  # the office was told that nobody had left
    ended_at = models.DateTimeField(null=True, blank=True)  # cancelled, or known not to have taken place
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # from the place before, as planned

    class Meta:
        verbose_name = _("home visit")
        verbose_name_plural = _("home visits")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="visit_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def is_coming(self) -> bool:
        return self.state in (VisitState.PROPOSED, VisitState.CONFIRMED)


class VisitEvent(models.Model):
    """Something a trainer noted. The device gives each its key, so that what arrives twice is kept once.

    Personal data: notes about an elder, encrypted, for the trainer and coordinators, as long as the request is kept.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(primary_key=True, default=uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind)
    facts = EncryptedTextField(blank=True)  # JSON
    at = models.DateTimeField()  # by the device's clock, set right by what the server saw of it
    received_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_version = models.PositiveIntegerField(default=0)  # the visit as the device knew it
    is_conflict = models.BooleanField(default=False, db_index=True)  # the office had changed the visit meanwhile
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "received_at"]

    def __str__(self) -> str:
        return f"{self.kind} of visit {self.visit_id}"


class Handed(models.Model):
    """That a visit was given to a trainer's tablet: what they note there is theirs to note, whatever came meanwhile.

    Personal data: which trainer was given which visit, as long as the visit is kept.
    """

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="handed")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="handed")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "trainer"], name="handed_once_to_a_trainer")
        ]

    def __str__(self) -> str:
        return f"visit {self.visit_id} for trainer {self.trainer_id}"


class SampleCall(models.Model):
    """A call to an elder after a visit, to hear how it was: a sample drawn by lot, unknown to the trainer.

    Personal data: what an elder said about a visit, encrypted; shown to operators and coordinators.
    """

    wagtail_reference_index_ignore = True

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="sample_call")
    drawn_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    took_place = models.BooleanField(null=True, blank=True)
    rules_kept = models.BooleanField(null=True, blank=True)
    said = EncryptedTextField(_("what they said"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["drawn_at"]

    def __str__(self) -> str:
        return f"call about visit {self.visit_id}"
