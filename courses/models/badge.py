"""Credentials that were ours and are no more: replaced when the holder chose what theirs shows."""

from typing import ClassVar

from django.db import models

from .certificate import Certificate
from .papers import StatusList


class ReplacedCredential(models.Model):
    """A credential in whose place another was issued. Known by its digest alone; its bit in the list stays set.

    Personal data: none; the token itself is not kept.
    """

    wagtail_reference_index_ignore = True

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="replaced_credentials")
    credential_sha256 = models.CharField(max_length=64, db_index=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="replaced")
    status_index = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="replaced_index_once")
        ]

    def __str__(self) -> str:
        return f"earlier credential of {self.certificate_id}"
