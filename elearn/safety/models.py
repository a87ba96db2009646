"""A concern: somebody says that something is wrong. It goes to the safeguarding officer, and to nobody else."""

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

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["deadline", "pk"]

    def __str__(self) -> str:
        return _("Concern %(number)s") % {"number": self.pk}


class ConcernEntry(models.Model):
    """Who did what with a concern: read it, changed its state. Rows are only ever added."""

    class Did(models.TextChoices):
        READ = "read", _("read it")
        CHANGED = "changed", _("changed it")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    did = models.CharField(max_length=8, choices=Did)
    state = models.CharField(max_length=12, choices=ConcernState)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.did} {self.concern_id}"
