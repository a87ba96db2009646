"""The door of home visits."""

from django.db.models import QuerySet
from django.utils import timezone

from elearn.people.models import Person

from .domain import photo
from .domain.ask import ask
from .domain.availability import stranded
from .domain.beside import lacking
from .domain.book import propose
from .domain.callers import Stand, stands_of
from .domain.hours import set_week
from .domain.offering import earliest_start
from .domain.overdue import overdue
from .domain.prepare import prepare
from .domain.sync import conflicts
from .domain.telling import facts_of
from .domain.trainers import expiring, note_check
from .enums import COMING
from .models import Visit
from .tasks import sweep

__all__ = [
    "Stand",
    "ask",
    "coming_visits",
    "count_alone",
    "count_checks_ending",
    "count_conflicts",
    "count_overdue",
    "count_stranded",
    "earliest_start",
    "facts_of",
    "keep_photo",
    "note_check",
    "prepare",
    "propose",
    "set_week",
    "stands_of",
    "sweep",
]

keep_photo = photo.keep


def coming_visits(person: Person) -> QuerySet[Visit]:
    """Give the visits that a trainer is to make, the next first; with the district, and nothing of whom."""
    visits = Visit.objects.filter(trainer__person=person, state__in=COMING, ends_at__gt=timezone.now())
    return visits.select_related("request__district").order_by("starts_at", "pk")


def count_alone() -> int:
    """Count the coming visits to which two people must go and one goes so far."""
    return len(lacking())


def count_stranded() -> int:
    """Count the coming visits whose trainer is away or may not be sent: they need somebody else."""
    return len(stranded())


def count_overdue() -> int:
    """Count the visits that are over and whose trainer has not left."""
    return overdue().count()


def count_conflicts() -> int:
    """Count what trainers noted of visits that the office had changed meanwhile."""
    return conflicts().count()


def count_checks_ending() -> int:
    """Count the papers of trainers that end within thirty days, or have ended."""
    return len(expiring())
