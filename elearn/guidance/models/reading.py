"""How often guides are read and found helpful: numbers a day, and nothing of who it was."""

from typing import ClassVar

from django.db import models


class ReadingDay(models.Model):
    """What readers of one guide did on one day. No personal data: three numbers."""

    page = models.ForeignKey("guidance.GuidePage", on_delete=models.CASCADE, related_name="reading_days")
    day = models.DateField()
    # Open in front of somebody for ten seconds, as their browser said: without JavaScript nobody is counted.
    read = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "day"], name="one_reading_day_of_a_guide")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}"
