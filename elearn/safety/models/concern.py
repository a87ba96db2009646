"""A concern: somebody says that something is wrong. It goes to the safeguarding officer, and to nobody else.

Where a risk is stated, what it is about is hidden at once; that is a row of its own, so that the hiding outlives the
answer and can be decided about.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person


class ConcernState(models.TextChoices):
    NEW = "new", _("new")
    IN_HAND = "in_hand", _("being looked after")
    CLOSED = "closed", _("closed")


class Concern(models.Model):
    """What somebody reported. Personal data, of the most sensitive kind: only safeguarding officers see it."""

    text = models.TextField(_("what happened"))
    about = models.CharField(_("where"), max_length=500, blank=True)
    # What it is about, as "lesson:12"; elearn.safety.subjects says what that means. "" when it is about no such thing.
    subject = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    in_danger = models.BooleanField(_("somebody is in danger now"), default=False, editable=False)
    states_risk = models.BooleanField(_("what it is about puts somebody at risk"), default=False, editable=False)
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="concerns",
        verbose_name=_("reported by"),
    )
    contact = models.CharField(_("how to reach the reporter"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ConcernState, default=ConcernState.NEW, db_index=True)
    outcome = models.TextField(_("what was done"), blank=True)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    deadline = models.DateTimeField(_("to be answered by"))
    # When others were told that the deadline had passed.
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["deadline", "pk"]

    def __str__(self) -> str:
        return _("Concern %(number)s") % {"number": self.pk}


class ConcernEntry(models.Model):
    """Who did what with a concern: read it, changed its state, hid what it is about. Rows are only ever added.

    Without `by`, the site did it by itself.
    """

    class Did(models.TextChoices):
        READ = "read", _("read it")
        CHANGED = "changed", _("changed it")
        HID = "hid", _("hid what it is about")
        RESTORED = "restored", _("let it be shown again")
        KEPT = "kept", _("decided that it stays hidden")
        LOOKED = "looked", _("looked at what is hidden")
        TOLD = "told", _("told others that the deadline has passed")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    did = models.CharField(max_length=8, choices=Did)
    state = models.CharField(max_length=12, choices=ConcernState)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.did} {self.concern_id}"


class HiddenState(models.TextChoices):
    WAITING = "waiting", _("hidden, waits for a decision")
    KEPT = "kept", _("stays hidden")
    RESTORED = "restored", _("shown again")


class Hidden(models.Model):
    """Something that is not shown, because a concern said that it puts somebody at risk. Never deleted, only decided.

    Personal data: who reported it, through the concern.
    """

    subject = models.CharField(max_length=80, db_index=True)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="hidden")
    state = models.CharField(max_length=8, choices=HiddenState, default=HiddenState.WAITING)
    # Whether nobody signed in asked for it: such a hiding is bounded more tightly.
    is_anonymous = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(blank=True)  # why it was decided so

    class Meta:
        verbose_name = _("hidden item")
        verbose_name_plural = _("hidden items")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=~models.Q(state="restored"), name="hidden_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.state}"
