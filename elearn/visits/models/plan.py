"""A draft plan beside the plan that is in force: where each visit would go, and why."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Outcome, PlanState
from .request import VisitRequest
from .trainer import Trainer
from .visit import Visit


class PlanRun(models.Model):
    """One planning of a span of days: running, then a draft that a coordinator changes and releases, or discards.

    Personal data: none of its own; its rows name visits.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.WAITING, db_index=True)
    # Again after an illness or a no-show: changes as little as possible of what was released.
    is_replanning = models.BooleanField(default=False)
    why = models.CharField(_("why"), max_length=300, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds to plan"), default=60)
    percent = models.PositiveSmallIntegerField(default=0)
    progress = models.JSONField(default=dict)  # what the planner said last: placed, unplaced, travel minutes
    is_cancel_asked = models.BooleanField(default=False)  # stop now and keep the best so far
    weights = models.JSONField(default=dict)
    fault = models.CharField(max_length=300, blank=True)
    holder = models.CharField(max_length=32, blank=True)  # who works on it: a worker that was given up on keeps nothing
    tries = models.PositiveSmallIntegerField(default=0)
    # Planned again from a draft: what was pinned there stays.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    moves = models.JSONField(default=list)  # what was done by hand, newest last, as it was before: for undoing
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    look_again_at = models.DateTimeField(null=True, blank=True, db_index=True)  # a run that died is found by this
    ended_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)  # when somebody said so; rows follow one by one

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"plan {self.first_day} to {self.last_day}"

    @property
    def days(self) -> list[date]:
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]


class PlannedVisit(models.Model):
    """One visit of a draft: placed with a trainer and a time, or not placed, with the reason."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="planned")
    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")  # there is one
    number = models.PositiveSmallIntegerField(default=1)
    trainer = models.ForeignKey(Trainer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True)  # null: not placed
    ends_at = models.DateTimeField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    is_pinned = models.BooleanField(default=False)
    # What the planner would have done, so that a move by hand can be undone.
    was = models.JSONField(default=dict)
    reason = models.CharField(max_length=40, blank=True)  # code of `planning.explain`
    facts = models.JSONField(default=dict)  # what the sentence needs
    is_moved = models.BooleanField(default=False)  # by a coordinator, by hand
    # The visit there is as it was when this was planned: release changes nothing that somebody changed meanwhile.
    seen_version = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)
    fault = models.CharField(max_length=300, blank=True)  # why it could not be released, in words

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "request", "number"], name="a_planned_visit_once")
        ]

    def __str__(self) -> str:
        return f"planned visit {self.pk}"
