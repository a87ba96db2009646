"""The hours of one route: when to leave, where to have lunch, when each visit starts, and what all that costs.

Every visit starts as early as it can; then the departure is delayed as long as that only removes waiting (the forward
time slack of Savelsbergh, 1992). Lunch is tried at home before leaving, at every stop and at home after coming back;
what lies before the lunch is walked once only.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Final

from elearn.visits.planning.model import BIG, Model, Opening, Run

NO_LUNCH: Final = -3
BEFORE_LEAVING: Final = -2
AFTER_COMING_BACK: Final = -1

Sequence = tuple[int, ...]
Point = tuple[int, int, int, int, int, int, int]
"""Where a walk stands: when the last stop was left; minutes waited; how far the departure may still be delayed;
minutes late, in all and at worst; prices of the windows used; start of the first thing outside (-1 before it)."""

Priced = tuple[float, int, int, int, int, int]
"""Rank among the places for lunch, price, idle minutes, minutes waited, minutes late at worst, the place."""


@dataclass(slots=True, eq=False)
class Leg:
    """A shift and what is visited in it, in order. `cost` is its own price; the plan-wide terms need the rest.

    `points[i]` is where the walk without lunch stands before stop i (the last: before going home). `inserts` remembers
    where each other visit would best go: (price, idle minutes it takes away, the sequence with it), None for nowhere.
    """

    run: int
    sequence: Sequence
    points: list[Point]
    fees: int
    travel: int
    work: int
    cost: int = 0
    idle: int = 0
    wait: int = 0
    worst: int = 0
    lunch: int = NO_LUNCH
    inserts: dict[int, "tuple[int, int, Sequence] | None"] = field(default_factory=dict)


class Clockwork:
    """Evaluates legs of one model, remembering those it has seen."""

    def __init__(self, model: Model, *, keep: int = 30_000) -> None:
        self.model = model
        self.keep = keep
        self.seen: dict[tuple[int, Sequence], Leg | None] = {}
        weights = model.weights
        self.idle_prices = [weights.max_idle / max(1, len(model.runs))] * len(model.runs)
        self.smoothing = 1.0
        self.per_wait = weights.waiting
        self.per_late = weights.tardiness
        self.per_extra = weights.extra_time
        self.missed = weights.missed_lunch
        self.fixed_departure = model.problem.leave_at_shift_start

    def leg(self, number: int, sequence: Sequence) -> Leg | None:
        """The leg, or None where it breaks a hard rule."""
        key = (number, sequence)
        try:
            return self.seen[key]
        except KeyError:
            leg = self._whole(number, sequence) if sequence else self.empty(number)
            return self._remember(key, self._finish(leg, inf) if leg and sequence else leg)

    def with_visit(self, leg: Leg, index: int, visit: int, extra: int, limit: float) -> Leg | None:
        """The leg with one visit more, `extra` minutes of road longer; None where that breaks a hard rule or ranks
        (`rank`) at `limit` or above."""
        key = (leg.run, (*leg.sequence[:index], visit, *leg.sequence[index:]))
        try:
            return self.seen[key]
        except KeyError:
            longer = self._longer(leg, index, visit, extra)
            if longer is None:
                return self._remember(key, None)
            finished = self._finish(longer, limit)
            return self._remember(key, finished) if finished or limit == inf else None

    def price_idleness(self, prices: list[float]) -> None:
        """What a minute of idleness of each shift counts for when places in it are compared; forgets what was
        compared by other prices."""
        self.idle_prices = prices
        self.seen.clear()

    def rank(self, leg: Leg) -> float:
        return leg.cost + self.idle_prices[leg.run] * leg.idle

    def empty(self, number: int) -> Leg:
        run = self.model.runs[number]
        home = (run.start, 0, 0 if self.fixed_departure else BIG, 0, 0, 0, -1)
        return Leg(number, (), [home], 0, 0, 0, idle=run.end - run.start)

    def _remember(self, key: tuple[int, Sequence], leg: Leg | None) -> Leg | None:
        if len(self.seen) >= self.keep:
            self.seen.clear()
        self.seen[key] = leg
        return leg

    def _whole(self, number: int, sequence: Sequence) -> Leg | None:
        """A leg from its stops alone: its roads and its walk without lunch; not priced yet."""
        model, run = self.model, self.model.runs[number]
        points: list[Point] = []
        start = self.empty(number).points[0]
        if not model.can_carry(number, sequence) or self.walk(number, sequence, 0, start, points) is None:
            return None
        path = [run.leave, *(model.place[visit] for visit in sequence), run.come_back]
        travel = sum(run.rows[here][there] for here, there in zip(path, path[1:], strict=False))
        fees = sum(model.fee[visit][number] for visit in sequence)
        return Leg(number, sequence, points, fees, travel, travel + sum(model.duration[visit] for visit in sequence))

    def _longer(self, leg: Leg, index: int, visit: int, extra: int) -> Leg | None:
        """The leg with one visit more, its roads and its walk without lunch; not priced yet."""
        model, number = self.model, leg.run
        sequence = (*leg.sequence[:index], visit, *leg.sequence[index:])
        if not model.can_carry(number, sequence):
            return None
        points = leg.points[:index]
        if self.walk(number, sequence, index, leg.points[index], points) is None:
            return None
        fees = leg.fees + model.fee[visit][number]
        travel = leg.travel + extra
        return Leg(number, sequence, points, fees, travel, leg.work + extra + model.duration[visit])

    def _finish(self, leg: Leg, limit: float) -> Leg | None:
        """Prices the leg with its best lunch; None when it cannot be had, or ranks at `limit` or above."""
        fixed = leg.fees + leg.travel * self.model.weights.travel
        best = self._with_lunch(leg, limit - fixed)
        if best is None or best[0] + fixed >= limit:
            return None
        _, price, leg.idle, leg.wait, leg.worst, leg.lunch = best
        leg.cost = price + fixed
        return leg

    def walk(self, number: int, order: Sequence, index: int, point: Point, points: list[Point] | None) -> Point | None:
        """On from a point through the stops from `index`, to before going home; None when a window is missed.
        With `points`, notes where the walk stood before each stop and at the end."""
        model, run = self.model, self.model.runs[number]
        rows, place, duration, openings = run.rows, model.place, model.duration, run.openings
        clock, wait, room, late, worst, fees, first = point
        row = rows[place[order[index - 1]] if index else run.leave]
        for visit in order[index:] if index else order:
            if points is not None:
                points.append((clock, wait, room, late, worst, fees, first))
            there = place[visit]
            arrival = start = clock + row[there]
            earliest, latest, fee, others = openings[visit]
            if arrival > latest:
                opening = self._later((earliest, latest, fee), others, arrival)
                if opening is None:
                    return None
                earliest, latest, fee = opening
            fees += fee
            if arrival < earliest:
                start = earliest
                if first >= 0 or self.fixed_departure:
                    wait += start - arrival
            if first < 0:
                first = start
            spare = wait + latest - start
            if start > latest:
                late += start - latest
                worst = start - latest if start - latest > worst else worst
                spare = wait
            room = spare if spare < room else room
            clock = start + duration[visit]
            row = rows[there]
        end = (clock, wait, room, late, worst, fees, first)
        if points is not None:
            points.append(end)
        return end

    def _later(self, missed: Opening, others: tuple[Opening, ...] | None, arrival: int) -> Opening | None:
        """The first of the other openings that is not missed too; else the last one, when lateness has a price."""
        if others is None:
            return None
        for opening in others:
            if arrival <= opening[1]:
                return opening
        return None if self.per_late is None else (others[-1] if others else missed)

    def _with_lunch(self, leg: Leg, limit: float) -> Priced | None:
        """The best place for lunch, or None when there is none (or none that ranks below `limit`)."""
        run, plain = self.model.runs[leg.run], leg.points[-1]
        if run.lunch is None:
            return self._price(leg.run, leg.sequence, plain, NO_LUNCH)
        best = self._price(leg.run, leg.sequence, plain, NO_LUNCH)
        if best is None:
            return None
        # a lunch can only take away waiting and idleness, its own minutes of each at most
        least = best[0] - run.lunch[2] * self.idle_prices[leg.run] - min(best[3], run.lunch[2]) * self.per_wait
        if least >= limit:
            return None
        best = self._lunch_at_home(run, leg, best)
        for where in self._lunch_stops(run, leg):
            if best is not None and best[0] <= least:
                break
            point = self.after_lunch(run, leg.sequence, where, leg.points)
            end = point and self.walk(leg.run, leg.sequence, max(0, where), point, None)
            priced = end and self._price(leg.run, leg.sequence, end, where)
            if priced and (best is None or priced[0] < best[0]):
                best = priced
        return best

    def _lunch_at_home(self, run: Run, leg: Leg, plain: Priced) -> Priced | None:
        """The plain walk with the lunch it leaves time for at home, or with the price of missing it."""
        assert run.lunch is not None  # noqa: S101 (for the type checker)
        back = leg.points[-1][0] + run.rows[self.model.place[leg.sequence[-1]]][run.come_back]
        if back <= run.lunch[1]:
            return (*plain[:5], AFTER_COMING_BACK)
        if self._leaves_after_lunch(run, leg.sequence, leg.points[-1]):
            return (*plain[:5], BEFORE_LEAVING)
        if self.missed is None:
            return None
        return (plain[0] + self.missed, plain[1] + self.missed, *plain[2:])

    def _lunch_stops(self, run: Run, leg: Leg) -> list[int]:
        """Where else lunch could be: not before a visit that can be over when lunch begins, nor too late."""
        earliest, latest, _ = run.lunch or (0, 0, 0)
        after = [point[0] for point in leg.points[1:]]
        stops = [
            index
            for index in range(len(leg.sequence))
            if leg.points[index][0] <= latest and (after[index] > earliest or index == len(leg.sequence) - 1)
        ]
        return [BEFORE_LEAVING, *stops] if stops and stops[0] == 0 else stops

    def _leaves_after_lunch(self, run: Run, sequence: Sequence, plain: Point) -> bool:
        earliest, latest, minutes = run.lunch or (0, 0, 0)
        begin = max(run.start, earliest)
        return begin <= latest and self.departure(run, sequence, plain) >= begin + minutes

    def departure(self, run: Run, sequence: Sequence, end: Point) -> int:
        """When to leave home, given the end of a walk: as late as costs nothing."""
        delay = min(end[1], end[2])
        return (
            run.start if self.fixed_departure else end[6] + delay - run.rows[run.leave][self.model.place[sequence[0]]]
        )

    def after_lunch(self, run: Run, sequence: Sequence, where: int, points: list[Point]) -> Point | None:
        """Where the walk stands after a lunch at home before leaving, or at the place of stop `where`; None when it
        is too late for it. At a stop the clock is set so that its road leads to the end of the lunch."""
        earliest, latest, minutes = run.lunch or (0, -1, 0)
        clock, wait, room, late, worst, fees, first = points[max(0, where)]
        if where == BEFORE_LEAVING:
            begin = max(clock, earliest)
            return (begin + minutes, wait, room, late, worst, fees, first) if begin <= latest else None
        place = self.model.place
        road = run.rows[place[sequence[where - 1]] if where else run.leave][place[sequence[where]]]
        begin = max(clock + road, earliest)
        if begin > latest:
            return None
        if first >= 0 or self.fixed_departure:
            wait += begin - clock - road
        if first < 0:
            first = begin
        return (begin + minutes - road, wait, min(room, wait + latest - begin), late, worst, fees, first)

    def _price(self, number: int, sequence: Sequence, end: Point, lunch: int) -> Priced | None:
        run = self.model.runs[number]
        clock, wait, room, late, worst, price, first = end
        extra = clock + run.rows[self.model.place[sequence[-1]]][run.come_back] - run.end
        if extra > 0:
            if self.per_extra is None:
                return None
            price += extra * self.per_extra
        road = run.rows[run.leave][self.model.place[sequence[0]]]
        leave = run.start if self.fixed_departure else first - road
        idle = leave - run.start + wait + max(0, -extra)
        wait -= min(wait, room)
        price += wait * self.per_wait + late * (self.per_late or 0)
        return price + self.idle_prices[number] * idle, price, idle, wait, worst, lunch
