"""What stands against a row of a draft as it is: things never done, things release would refuse, things to know.

A coordinator is warned, not refused: a draft may hold two visits at once while they are being exchanged. Only who may
not be sent to a home, who must not meet an elder, and a time that nobody can be told of in time, are refused at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from .. import travel
from ..enums import VisitState
from ..models import PlannedVisit, Trainer, Visit
from ..plan_time import day_of
from ..planning import daybook
from ..policies import fits
from .gather import Facts
from .offering import earliest_start, is_glad_of
from .route import Ways, lunch_of, minute


class Level(IntEnum):
    KNOW = 1  # to be known: it can be released
    BLOCK = 2  # release would refuse it
    NEVER = 3  # not even in a draft


@dataclass(frozen=True)
class Doubt:
    """One thing that stands against a row; its words are in `plan_words`."""

    code: str
    level: Level
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Board:
    """The rows of a draft with what is known of their days, ready to be asked."""

    rows: list[PlannedVisit]
    facts: Facts
    meanwhile: list[PlannedVisit] = field(default_factory=list)  # booked since: in no draft, and their time is taken

    def __post_init__(self) -> None:
        self.by_day: dict[tuple[int, date], list[PlannedVisit]] = defaultdict(list)
        self.by_request: dict[int, list[PlannedVisit]] = defaultdict(list)
        known = {request.pk: request for request in self.facts.requests}
        for row in (*self.rows, *self.meanwhile):
            row.request = known.get(row.request_id, row.request)
            if row.trainer_id and row.starts_at:
                self.by_day[row.trainer_id, day_of(row.starts_at)].append(row)
                self.by_request[row.request_id].append(row)
        self.beside: dict[tuple[int, date], list[Visit]] = defaultdict(list)
        for visit in self.facts.beside:
            self.beside[visit.trainer_id, day_of(visit.starts_at)].append(visit)

    def doubts(self, row: PlannedVisit) -> list[Doubt]:
        """Give what stands against a row where it is now."""
        if not row.trainer_id or row.starts_at is None or row.ends_at is None:
            return []
        if row.visit and is_as_before(row):
            return []
        found = [*self.nevers(row, row.trainer_id, row.starts_at), *self._blocks(row), *self._to_know(row)]
        return sorted(found, key=lambda doubt: -doubt.level)

    def nevers(self, row: PlannedVisit, trainer_id: int, starts_at: datetime) -> list[Doubt]:
        """Give what a trainer and a time are refused for, also in a draft."""
        trainer = self.facts.trainers.get(trainer_id)
        day = day_of(starts_at)
        found = []
        if trainer is None or trainer.person_id == row.request.person_id:
            found.append(Doubt("not_sent", Level.NEVER))
        elif trainer_id in self.facts.avoid.get(row.request.person_id, ()):
            found.append(Doubt("incompatible", Level.NEVER))
        if trainer and (trainer_id, day) not in self.facts.shifts:
            found.append(Doubt("no_shift", Level.NEVER))
        if starts_at < earliest_start(self.facts.now):
            found.append(Doubt("too_soon", Level.NEVER))
        if not self.facts.first_day <= day <= self.facts.last_day:
            found.append(Doubt("outside", Level.NEVER))
        return found

    def _blocks(self, row: PlannedVisit) -> Iterable[Doubt]:
        assert row.trainer_id and row.starts_at and row.ends_at  # noqa: S101 - asked by `doubts`
        trainer = self.facts.trainers.get(row.trainer_id)
        if trainer is None:
            return
        if not fits(trainer, row.request):
            yield Doubt("does_not_fit", Level.BLOCK)
        if row.request.person_id not in self.facts.homes:
            yield Doubt("no_address", Level.BLOCK)
        same_day = [other for other in self.by_request[row.request_id] if _share_a_day(row, other)]
        if same_day:
            yield Doubt("same_day", Level.BLOCK)
        day = day_of(row.starts_at)
        clash = [other for other in self.by_day[trainer.pk, day] if other is not row and _overlap(row, other)]
        if clash:
            yield Doubt("at_once", Level.BLOCK, {"who": clash[0].request.person.name})
        elif not self._is_reachable(row, trainer, day):
            yield Doubt("not_reachable", Level.BLOCK)

    def _to_know(self, row: PlannedVisit) -> Iterable[Doubt]:
        assert row.starts_at  # noqa: S101 - asked by `doubts`
        if not is_glad_of(row.request, row.starts_at):
            yield Doubt("not_glad", Level.KNOW)
        if row.visit and row.visit.state == VisitState.CONFIRMED:
            yield Doubt("was_agreed", Level.KNOW)
        if row.request.is_two_person:
            yield Doubt("two_people", Level.KNOW)
        held = self.facts.held.get(row.request_id)
        if held and held[-1].trainer_id != row.trainer_id:
            yield Doubt("other_trainer", Level.KNOW, {"trainer": held[-1].trainer_id})

    def day_of_trainer(self, trainer: Trainer, day: date) -> tuple[daybook.Day, list[list[int]]] | None:
        """Give a trainer's day as the draft has it, and the ways; None on a day off."""
        span = self.facts.shifts.get((trainer.pk, day))
        if span is None:
            return None
        ways = Ways(trainer.transport)
        base = ways.number(travel.base_of(trainer))
        here: list[PlannedVisit | Visit] = [*self.by_day[trainer.pk, day], *self.beside[trainer.pk, day]]
        stands = [
            daybook.Stand(minute(one.starts_at), minute(one.ends_at), ways.number(travel.place_of(one.request)))
            for one in here
            if one.starts_at and one.ends_at
        ]
        ways.measure([base, *(stand.place for stand in stands)])
        laid = daybook.Day(
            minute(span[0]), minute(span[1]), base, tuple(stands), lunch_of(trainer, span), trainer.most_visits
        )
        return laid, ways.rows

    def _is_reachable(self, row: PlannedVisit, trainer: Trainer, day: date) -> bool:
        found = self.day_of_trainer(trainer, day)
        return found is not None and daybook.holds(*found)


def is_as_before(row: PlannedVisit) -> bool:
    """Say whether a row leaves its visit as it is."""
    visit = row.visit
    return visit is not None and (row.trainer_id, row.starts_at) == (visit.trainer_id, visit.starts_at)


def _overlap(one: PlannedVisit, other: PlannedVisit) -> bool:
    return bool(
        one.starts_at and one.ends_at and other.starts_at and other.ends_at
        and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    )  # fmt: skip


def _share_a_day(row: PlannedVisit, other: PlannedVisit) -> bool:
    if other is row or not row.starts_at or not other.starts_at:
        return False
    return day_of(row.starts_at) == day_of(other.starts_at)
