"""Files of a case: those that were sent with a message, and those that wait in a draft."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField

from ..case_enums import FileKind, Scan
from .case import Case, CaseMessage


class Attachment(models.Model):
    """A file that came with a message, made anew by us and kept encrypted in a storage of its own."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=5, choices=FileKind)
    name = EncryptedTextField(_("name"))  # as they called it, without path and ending
    path = models.CharField(max_length=120, unique=True, editable=False)  # in the storage "cases"
    size = models.PositiveIntegerField()  # bytes, as it is given out
    pages = models.PositiveSmallIntegerField(default=1)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class DraftFile(models.Model):
    """A file attached to a question that is not sent yet; the session knows its key. Forgotten after a day."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=5, choices=FileKind)
    name = EncryptedTextField()
    path = models.CharField(max_length=120, unique=True, editable=False)  # in the storage "cases"
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"draft file {self.pk}"
