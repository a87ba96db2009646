"""Putting visits into a plan, each where it costs least.

The best place of a visit in a leg is worked out once and kept with the leg; most legs do not change from one step of
the search to the next. A place is only evaluated when its extra road alone does not already cost more than the best
place found so far, and when the visit can be reached at all.
"""

from collections.abc import Sequence as Ordered
from math import inf
from random import Random

from elearn.visits.planning.model import Openings
from elearn.visits.planning.schedule import Clockwork, Leg, Sequence
from elearn.visits.planning.state import State

Insertion = tuple[int, int, Sequence]
"""Price, minutes of work it brings (idle it takes away), the sequence with it."""


def best_in(clockwork: Clockwork, leg: Leg, visit: int) -> Insertion | None:
    """The cheapest place for a visit in a leg, from memory where possible."""
    try:
        return leg.inserts[visit]
    except KeyError:
        found = leg.inserts[visit] = _search(clockwork, leg, visit)
        return found


def _search(clockwork: Clockwork, leg: Leg, visit: int) -> Insertion | None:
    model = clockwork.model
    if len(leg.sequence) >= model.runs[leg.run].most:
        return None
    weights, rank, idleness = model.weights, clockwork.rank(leg), clockwork.idle_prices[leg.run]
    least = inf
    lunch = model.runs[leg.run].lunch
    filled = model.duration[visit] + (lunch[2] if lunch else 0)
    gain = model.fee[visit][leg.run] - weights.waiting * leg.wait - idleness * filled
    best: Leg | None = None
    for extra, index in sorted(_places(clockwork, leg, visit)):
        if extra * (weights.travel - idleness) + gain >= least - rank:
            continue
        found = clockwork.with_visit(leg, index, visit, extra, least)
        if found and (found_rank := clockwork.rank(found)) < least:
            best, least = found, found_rank
    return (best.cost - leg.cost, leg.idle - best.idle, best.sequence) if best else None


def _places(clockwork: Clockwork, leg: Leg, visit: int) -> list[tuple[int, int]]:
    """Where in the leg the visit could be reached in time: (extra road, index)."""
    model = clockwork.model
    run, sequence = model.runs[leg.run], leg.sequence
    rows, place, openings = run.rows, model.place, run.openings
    strict = not model.soft_late
    earliest, latest = _reach(openings[visit])
    there, minutes = place[visit], model.duration[visit]
    onward = rows[there]
    found: list[tuple[int, int]] = []
    here = run.leave
    for index, point in enumerate(leg.points):
        arrival = point[0] + rows[here][there]
        if strict and arrival > latest:
            break
        after = place[sequence[index]] if index < len(sequence) else run.come_back
        in_time = not strict or index == len(sequence)
        if in_time or max(arrival, earliest) + minutes + onward[after] <= _reach(openings[sequence[index]])[1]:
            found.append((rows[here][there] + onward[after] - (rows[here][after] if sequence else 0), index))
        here = after
    return found


def _reach(openings: Openings) -> tuple[int, int]:
    """The earliest and the latest start there is."""
    earliest, latest, _, others = openings
    return (min(earliest, others[0][0]), max(latest, others[-1][1])) if others else (earliest, latest)


def recreate(state: State, clockwork: Clockwork, order: Ordered[int], *, random: Random, blink: float = 0.01) -> None:
    """Puts visits in one after another, each at its cheapest place; now and then a shift is overlooked, which keeps
    the search from always doing the same (the blinks of Christiaens and Vanden Berghe, 2020)."""
    model = clockwork.model
    prices = state.prices(clockwork.smoothing)
    legs = state.legs
    for visit in order:
        least = float(model.prize[visit])
        chosen: Insertion | None = None
        target = -1
        course = model.course[visit] >= 0
        for number in model.choices[visit]:
            if blink and random.random() < blink:
                continue
            insertion = best_in(clockwork, legs[number], visit)
            if insertion is None:
                continue
            price: float = insertion[0]
            if prices is not None:
                price += prices[number] * insertion[1]
            if course and price < least:
                stranger = state.newcomer(visit, number)
                if stranger < 0:
                    continue
                price += stranger
            if price < least:
                least, chosen, target = price, insertion, number
        if chosen is not None and (leg := clockwork.leg(target, chosen[2])) is not None:
            state.replace(leg)
            state.out.discard(visit)
