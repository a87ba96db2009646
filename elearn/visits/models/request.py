"""What an elder asked for: what to learn, with what, when, and what the visitor must know."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import District, Person
from elearn.people.models.person import first_language, languages

from ..enums import OPEN_REQUESTS, Channel, Device, PairKind, RequestState
from .trainer import WEEKDAYS, Trainer


class VisitRequest(models.Model):
    """One course of visits that somebody asked for. The address is in `people.PrivateDetails`, never here.

    Personal data: what an elder wants to learn and when they are at home, shown to coordinators and operators; to
    trainers with the district only. What they cannot do well, and who else will be there, is encrypted.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visit_requests")
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.WAITING, db_index=True
    )
    units = models.ManyToManyField("visits.Unit", blank=True, related_name="+", verbose_name=_("wants to learn"))
    wish = models.TextField(_("in their own words"), blank=True, max_length=1000)
    device = models.CharField(_("device"), max_length=8, choices=Device, default=Device.UNSURE)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    wants_woman = models.BooleanField(_("a woman, please"), default=False)
    # What concerns the body or the household: read with `needs`, written with `set_needs`.
    needs_kept = EncryptedTextField(blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    pin = EncryptedTextField(blank=True)  # "latitude,longitude"; without it the district's middle is used
    visits_wanted = models.PositiveSmallIntegerField(_("number of visits"), default=5)
    minutes = models.PositiveSmallIntegerField(_("minutes a visit"), default=60)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_two_person = models.BooleanField(_("two people must go"), default=False)
    channel = models.CharField(_("asked"), max_length=10, choices=Channel, default=Channel.SELF)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, db_index=True)
    paused_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    end_reason = models.CharField(max_length=300, blank=True)
    address_gone_at = models.DateTimeField(null=True, blank=True)
    certificate_told_at = models.DateTimeField(null=True, blank=True)  # asked whether a certificate is wanted
    # A keyed hash of the address: tells that two people asked for one home, and nothing of where it is.
    address_mark = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    is_check = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("request for visits")
        verbose_name_plural = _("requests for visits")
        ordering: ClassVar[list[str]] = ["-is_urgent", "asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=[state.value for state in OPEN_REQUESTS]),
                name="one_open_request_a_person",
            )
        ]
        permissions = [("plan_visits", "Can plan and release visits")]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def needs(self) -> dict[str, Any]:
        """Give {"signs": bool, "mobility": str, "others": str, "note": str}, as far as they were told."""
        from json import loads

        return dict(loads(self.needs_kept)) if self.needs_kept else {}

    def set_needs(self, **needs: Any) -> None:
        """Keep what the visitor must know; empty ones are left out."""
        from json import dumps

        kept = {name: value for name, value in needs.items() if value}
        self.needs_kept = dumps(kept, ensure_ascii=False) if kept else ""


class Window(models.Model):
    """A time of the week at which an elder is glad to be visited."""

    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=WEEKDAYS)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))  # the visit is over by then

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "starts"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="window_ends_after_it_starts"),
            models.UniqueConstraint(fields=["request", "weekday", "starts"], name="a_window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class Pair(models.Model):
    """An elder and a trainer who go well together, or must not meet. Personal data: shown to coordinators alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visit_pairs")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="pairs")
    kind = models.CharField(max_length=12, choices=PairKind)
    why = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "trainer"], name="one_word_about_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_id} and {self.trainer_id}"
