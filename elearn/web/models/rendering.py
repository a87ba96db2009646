"""Up to when a translated page says what its original says. Each room keeps such rows for its own pages."""

from typing import ClassVar

from django.db import models


class RenderingRow(models.Model):
    """One translated page. A room adds `page` and `original`, which point to its kind of pages.

    It moves when somebody says so, or when a translation of all sentences is published; never by publishing alone.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    says_as_of = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"page {self.page_id} as of {self.says_as_of:%Y-%m-%d}"  # type: ignore[attr-defined]
