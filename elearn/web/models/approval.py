"""Who changed a page, and who said that it may be published: two tables that publishing is decided by."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Edit(models.Model):
    """Somebody changed a page. Personal data: which account, and when.

    A revision forgets its author when the account is removed, and an account can be written into it later. These
    rows do neither. They count until the change is public: `settled_at`.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    # None for what was not typed into a version but beside it, as a translated sentence is.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    # None: nobody's name is on it. The number stays when the account is removed.
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["page", "settled_at"], name="edit_of_page")]

    def __str__(self) -> str:
        return f"page {self.page_id} by {self.editor_id}"


class Approval(models.Model):
    """Somebody else said that one version of a page may be published, with exactly this content, once.

    Personal data: which account approved, and whose changes it approved. Rows are never changed but for `used_at`.
    Without an approver it was the program itself (`approved_by_the_house`), and `reason` says why.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    editors = models.JSONField(default=list)  # the accounts whose changes these are
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)  # when the version went public

    class Meta:
        indexes = [models.Index(fields=["revision", "used_at"], name="approval_of_revision")]

    def __str__(self) -> str:
        return f"page {self.page_id} by {self.approver_id or self.reason}"
