"""What visits listen to; the domain does the deed."""

from typing import Any

from django.dispatch import receiver

from elearn.people.api import home_changed, on_merge, standing_noted
from elearn.people.models import Person

from .domain.join import settle_merge, stop_visits
from .domain.reassign import take_over
from .models import Trainer, VisitRequest
from .signals import trainer_suspended


@receiver(home_changed, dispatch_uid="visits.home")
def home_written(person: Person, mark: str, **facts: Any) -> None:
    """What was noted of the old home is of no use any more."""
    VisitRequest.objects.filter(person=person).update(address_mark=mark, pin="")


@receiver(standing_noted, dispatch_uid="visits.standing")
def cannot_be_visited(person: Person, **facts: Any) -> None:
    """Nobody knocks at the door of somebody who has died or can no longer decide; a relative may call us."""
    if not person.speaks_for_themself:
        stop_visits(person)


@receiver(trainer_suspended, dispatch_uid="visits.suspended")
def suspended(trainer: Trainer, **facts: Any) -> None:
    """Their coming visits need somebody else, and the word they know opens no door any more."""
    take_over(trainer)


on_merge(settle_merge)
