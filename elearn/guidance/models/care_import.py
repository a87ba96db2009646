"""What was brought into the directory from a file: by whom, what it was before, and what it is since."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Account

from ..enums_care import ImportState


class CareImport(models.Model):
    """One file. What was read of it is kept until it is applied, so that what was shown is what is done."""

    name = models.CharField(_("file"), max_length=200)
    read_as = models.CharField(_("read as"), max_length=60)
    state = models.CharField(_("state"), max_length=8, choices=ImportState, default=ImportState.CHECKED)
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("on"), default=timezone.now)
    rows = models.JSONField(default=list)  # [[number of the row, {column: text}]], only while it is "checked"
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of care services")
        verbose_name_plural = _("imports of care services")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.at:%Y-%m-%d})"


class CareChange(models.Model):
    """What one import made of one provider or service. Kept for the audit, and to take it back."""

    of = models.ForeignKey(CareImport, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=8)  # "provider" or "service"
    code = models.CharField(max_length=40)
    before = models.JSONField(null=True)  # None: it was new
    after = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "what", "code"], name="care_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.code}"
