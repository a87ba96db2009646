"""The same home-care problem given to OR-Tools routing with guided local search, as a careful user would model it.

Abilities and incompatible pairs are allowed vehicles, preferences lie on arcs, optional visits have their penalty,
windows and shifts are soft or hard as written, waiting is slack, two windows have the time between them taken out.
Three things it cannot say as they are:

- The largest idle time. As one variable above all routes it made the search blind, so each route has a floor of work,
  charged at the same weight; several floors are tried, each from the best plan so far.
- Lunches as breaks made it twenty times slower, so only the last stretch has them. Whatever order it finds, lunches
  are placed and starts are set as well as can be (timing.py).
- The highest lateness, which it is not told.

It starts from a plan in which every visit is in time (first_reachable.filling_gaps); from its own cheapest insertions,
which do not see soft windows, it ended several times worse. What is kept is the best by the exact score.
"""

from collections.abc import Sequence

from . import peers
from .first_reachable import filling_gaps
from .homecare import Caregiver, Day, HomeCare, Lunch, Patient
from .score_homecare import score
from .timing import timed

BEYOND = 100_000_000  # what leaving out somebody who must be visited costs
END_OF_DAY = 2_880
FLOORS = (0.9, 0.8, 0.65)  # of the mean work of the first plan
SHARES = {"floors": 0.2, "best floor": 0.3, "lunches": 0.1}  # of the seconds


def solve(instance: HomeCare, *, seconds: float) -> tuple[Day, ...]:
    """The best of its plans within these seconds. Raises peers.Missing without OR-Tools."""
    peer = _Peer(instance)
    if not instance.weight("max_idle_time"):
        peer.search(seconds)
        return peer.best
    mean = peer.mean_work()
    found = {}
    for floor in (int(share * mean) for share in FLOORS):
        found[floor] = peer.search(seconds * SHARES["floors"], floor=floor)
    floor = min(found, key=found.__getitem__)
    peer.search(seconds * SHARES["best floor"], floor=floor)
    peer.search(seconds * SHARES["lunches"], floor=floor, with_lunches=True)
    return peer.best


class _Peer:
    """One search after another, each from the best plan so far; `rank` is broken rules, then cost."""

    def __init__(self, instance: HomeCare) -> None:
        self.instance = instance
        self.order = filling_gaps(instance)
        self.best, self.rank = self._judged(self.order)

    def _judged(self, order: Sequence[Sequence[Patient]]) -> tuple[tuple[Day, ...], tuple[int, int]]:
        pairs = zip(self.instance.caregivers, order, strict=True)
        days = tuple(timed(self.instance, carer, route) for carer, route in pairs)
        found = score(self.instance, days)
        return days, (len(found.violations), found.cost)

    def mean_work(self) -> float:
        travel = score(self.instance, self.best).counts["travel_time"]
        minutes = sum(patient.minutes for route in self.order for patient in route)
        return (travel + minutes) / len(self.instance.caregivers)

    def search(self, seconds: float, *, floor: int = 0, with_lunches: bool = False) -> tuple[int, int]:
        """Search on; give the rank of what was found, kept when it is the best."""
        model = _Model(self.instance, floor=floor, with_lunches=with_lunches)
        order = model.solve(self.order, seconds)
        if order is None:
            return self.rank
        days, rank = self._judged(order)
        if rank < self.rank:
            self.best, self.rank, self.order = days, rank, order
        return rank


class _Model:
    """The routing model: a node for each patient, then one for each terminal."""

    def __init__(self, instance: HomeCare, *, floor: int, with_lunches: bool) -> None:
        pywrapcp, _enums = peers.ortools()
        self.instance, self.floor, self.with_lunches = instance, floor, with_lunches
        self.places = [patient.place for patient in instance.patients]
        self.places += sorted(set(instance.terminals.values()))
        self.minutes = [patient.minutes for patient in instance.patients]
        self.minutes += [0] * (len(self.places) - len(self.minutes))
        first = len(instance.patients)
        at = {place: first + number for number, place in enumerate(self.places[first:])}
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.places),
            len(instance.caregivers),
            [at[carer.leaves_from] for carer in instance.caregivers],
            [at[carer.returns_to] for carer in instance.caregivers],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._costs()
        self._time()
        if self.floor:
            self._work()
        for node, patient in enumerate(instance.patients):
            self._patient(node, patient)
        for number, carer in enumerate(instance.caregivers):
            self._caregiver(number, carer)

    def solve(self, order: Sequence[Sequence[Patient]], seconds: float) -> list[list[Patient]] | None:
        """Search on from an order; None where it is not possible here, or nothing is found."""
        wanted, patients = peers.guided_search(seconds), self.instance.patients
        node = {patient.name: number for number, patient in enumerate(patients)}
        self.routing.CloseModelWithParameters(wanted)
        start = self.routing.ReadAssignmentFromRoutes([[node[one.name] for one in route] for route in order], True)
        if start is None:
            return None
        found = self.routing.SolveFromAssignmentWithParameters(start, wanted)
        if found is None:
            return None
        return [
            [patients[node] for node in peers.order_of(self.manager, self.routing, found, number)]
            for number in range(len(self.instance.caregivers))
        ]

    def _costs(self) -> None:
        """Travel, and who is not preferred, on the arcs."""
        instance = self.instance
        weight, preference = instance.weight("travel_time"), instance.weight("caregiver_preferences")
        travel = [[instance.travel[a][b] for b in self.places] for a in self.places]
        self.busy = [[travel[a][b] + self.minutes[a] for b in range(len(travel))] for a in range(len(travel))]
        for number, carer in enumerate(instance.caregivers):
            extra = [preference * bool(one.preferred and carer.name not in one.preferred) for one in instance.patients]
            extra += [0] * (len(self.places) - len(extra))
            matrix = [[weight * minutes + extra[b] for b, minutes in enumerate(row)] for row in travel]
            self.routing.SetArcCostEvaluatorOfVehicle(self.routing.RegisterTransitMatrix(matrix), number)

    def _time(self) -> None:
        self.busy_index = self.routing.RegisterTransitMatrix(self.busy)
        self.routing.AddDimension(self.busy_index, END_OF_DAY, END_OF_DAY, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")

    def _work(self) -> None:
        """Charge what each route's work stays below the floor."""
        self.routing.AddDimension(self.busy_index, 0, END_OF_DAY, True, "work")
        work = self.routing.GetDimensionOrDie("work")
        for number in range(len(self.instance.caregivers)):
            end = self.routing.End(number)
            work.SetCumulVarSoftLowerBound(end, self.floor, self.instance.weight("max_idle_time"))

    def _patient(self, node: int, patient: Patient) -> None:
        instance, index = self.instance, self.manager.NodeToIndex(node)
        able = [n for n, carer in enumerate(instance.caregivers) if instance.may_visit(carer, patient)]
        self.routing.VehicleVar(index).SetValues([-1, *able])
        penalty = instance.weight("optional_patients") if patient.is_optional else BEYOND
        self.routing.AddDisjunction([index], penalty)
        start, spare = self.time.CumulVar(index), patient.minutes if instance.met_at_end else 0
        last = patient.windows[-1].end - spare
        is_strict = instance.is_hard("total_tardiness") or instance.is_hard("highest_tardiness")
        start.SetRange(patient.windows[0].start, last if is_strict else END_OF_DAY)
        for one, following in zip(patient.windows, patient.windows[1:], strict=False):
            start.RemoveInterval(one.end - spare + 1, following.start - 1)
        if instance.weight("total_tardiness"):
            self.time.SetCumulVarSoftUpperBound(index, last, instance.weight("total_tardiness"))

    def _caregiver(self, number: int, carer: Caregiver) -> None:
        instance, routing = self.instance, self.routing
        begins, ends = self.time.CumulVar(routing.Start(number)), self.time.CumulVar(routing.End(number))
        begins.SetMin(carer.shift.start)
        routing.SetVehicleUsedWhenEmpty(True, number)
        if instance.is_hard("total_extra_time"):
            ends.SetMax(carer.shift.end)
        if instance.weight("total_extra_time"):
            self.time.SetCumulVarSoftUpperBound(
                routing.End(number), carer.shift.end, instance.weight("total_extra_time")
            )
        if instance.weight("total_waiting_time"):
            self.time.SetSlackCostCoefficientForVehicle(instance.weight("total_waiting_time"), number)
        routing.AddVariableMaximizedByFinalizer(begins)
        routing.AddVariableMinimizedByFinalizer(ends)
        if self.with_lunches and carer.has_lunch and instance.lunch:
            self._lunch(number, instance.lunch)

    def _lunch(self, number: int, lunch: Lunch) -> None:
        last = lunch.window.end - (lunch.minutes if self.instance.met_at_end else 0)
        name = f"lunch {number}"
        pause = self.routing.solver().FixedDurationIntervalVar(lunch.window.start, last, lunch.minutes, False, name)
        nodes = [self.manager.IndexToNode(index) for index in range(self.routing.Size())]
        self.time.SetBreakIntervalsOfVehicle([pause], number, [self.minutes[node] for node in nodes])
