"""A trainer's days in numbers: the hours, what stands in them and the ways between, for `planning.daybook`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .. import travel
from ..enums import HOLDS_TIME
from ..models import Trainer, Visit
from ..planning.daybook import Day, Stand
from ..planning.problem import Lunch
from .availability import Shift, at


@dataclass
class Ways:
    """Minutes between places, asked for at once. A place is its number here; the first is the trainer's base."""

    transport: str
    places: list[travel.Place] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)

    def number(self, place: travel.Place) -> int:
        """Give a place its number. Two homes may lie at one place as far as we know, and still are two."""
        self.places.append(place)
        return len(self.places) - 1

    def measure(self, route: Sequence[int]) -> None:
        """Ask for all ways from and to the places of the route; between the others nobody goes."""
        self.rows = [[0] * len(self.places) for _place in self.places]
        stops = [self.places[number] for number in route]
        outward = travel.table(stops, self.places, self.transport)
        homeward = travel.table(self.places, stops, self.transport)
        for row, number in enumerate(route):
            for other in range(len(self.places)):
                if other != number:
                    self.rows[number][other] = outward[row][other]
                    self.rows[other][number] = homeward[other][row]


@dataclass
class Routes:
    """Some days of one trainer: for each on which they work, what stands; and the ways."""

    trainer: Trainer
    days: dict[date, Day]
    ways: Ways

    def measure(self) -> None:
        self.ways.measure([0, *(stand.place for day in self.days.values() for stand in day.stands)])


def routes(trainer: Trainer, spans: dict[date, Shift], visits: Iterable[Visit]) -> Routes:
    """Lay out the days of a trainer with the visits that stand in them; the ways are still to be measured."""
    ways = Ways(trainer.transport)
    base = ways.number(travel.base_of(trainer))
    stands: dict[date, list[Stand]] = {day: [] for day in spans}
    for visit in visits:
        day = timezone.localtime(visit.starts_at).date()
        if day in stands:
            place = ways.number(travel.place_of(visit.request))
            stands[day].append(Stand(minute(visit.starts_at), minute(visit.starts_at) + length(visit), place))
    days = {
        day: Day(
            minute(span[0]), minute(span[1]), base, tuple(stands[day]), lunch_of(trainer, span), trainer.most_visits
        )
        for day, span in spans.items()
    }
    return Routes(trainer, days, ways)


def standing(trainer: Trainer, first_day: date, last_day: date, *, without: Visit | None = None) -> list[Visit]:
    """Give the visits that take up a trainer's time from one day to another."""
    found = Visit.objects.filter(
        trainer=trainer,
        state__in=HOLDS_TIME,
        starts_at__gte=at(first_day, time.min),
        starts_at__lt=at(last_day + timedelta(days=1), time.min),
    ).select_related("request__district")
    return list(found.exclude(pk=without.pk) if without else found)


def minute(moment: datetime) -> int:
    """Give the minutes since midnight here."""
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


def length(visit: Visit) -> int:
    return round((visit.ends_at - visit.starts_at).total_seconds() / 60)


def clock(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def lunch_of(trainer: Trainer, shift: Shift) -> Lunch | None:
    """Give the lunch that a shift holds, over by `lunch_until`; none in one that begins or ends in its time."""
    opens, closes = clock(trainer.lunch_from), clock(trainer.lunch_until)
    if not trainer.lunch_minutes or minute(shift[0]) > opens or minute(shift[1]) < closes:
        return None
    return Lunch(opens, max(opens, closes - trainer.lunch_minutes), trainer.lunch_minutes)
