"""Count that a guide was read, and whether it helped; and give the numbers to those who write."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from ..models import GuidePage, ReadingDay

FEWEST_ANSWERS = 3


class Told(StrEnum):
    """What a reader's page tells of a guide; each is a column of its day."""

    READ = "read"
    HELPED = "helped"
    NOT_HELPED = "not_helped"


@dataclass(frozen=True)
class Reading:
    """What became of one guide in a period."""

    page: GuidePage
    read: int
    helped: int
    not_helped: int

    @property
    def answers(self) -> int:
        """How many readers said whether it helped."""
        return self.helped + self.not_helped


@transaction.atomic
def count(page: GuidePage, told: Told) -> None:
    """Add one to today's number of this guide."""
    day, _made = ReadingDay.objects.get_or_create(page=page, day=timezone.localdate())
    ReadingDay.objects.filter(pk=day.pk).update(**{told.value: F(told.value) + 1})


def read_lately(*, days: int, today: date | None = None) -> list[Reading]:
    """Give the guides that were read in the last `days` days, the most read first; two queries however many."""
    since = (today or timezone.localdate()) - timedelta(days=days - 1)
    sums = (
        ReadingDay.objects.filter(day__gte=since)
        .values("page")
        .annotate(read_sum=Sum("read"), helped_sum=Sum("helped"), not_helped_sum=Sum("not_helped"))
        .order_by("-read_sum", "-helped_sum", "page")
    )
    rows = list(sums)
    pages = GuidePage.objects.select_related("locale").in_bulk([row["page"] for row in rows])
    return [
        Reading(pages[row["page"]], row["read_sum"], row["helped_sum"], row["not_helped_sum"])
        for row in rows
        if row["page"] in pages
    ]


def count_unhelpful(*, days: int = 30) -> int:
    """Count the guides that helped fewer readers than they did not, of those about which enough have answered."""
    return sum(one.not_helped > one.helped for one in read_lately(days=days) if one.answers >= FEWEST_ANSWERS)
