"""A routing problem with time windows given to OR-Tools with guided local search: capacity, hard windows, distance."""

from . import peers
from .routing import Routing

FIRST = "LOCAL_CHEAPEST_INSERTION"  # of four ways to begin, the one that ended best on both files


def solve(instance: Routing, *, seconds: float) -> list[list[int]]:
    """The routes it finds within these seconds; none at all when it finds nothing. Raises peers.Missing without it."""
    pywrapcp, _enums = peers.ortools()
    size = len(instance.demand)
    manager = pywrapcp.RoutingIndexManager(size, instance.vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(instance.travel))
    service = [0] + [instance.service] * (size - 1)
    busy = [[minutes + service[a] for minutes in row] for a, row in enumerate(instance.travel)]
    horizon = instance.windows[0][1]
    routing.AddDimension(routing.RegisterTransitMatrix(busy), horizon, horizon, False, "time")
    loads = routing.RegisterUnaryTransitVector(list(instance.demand))
    routing.AddDimension(loads, 0, instance.capacity, True, "load")
    time = routing.GetDimensionOrDie("time")
    for customer in range(1, size):
        time.CumulVar(manager.NodeToIndex(customer)).SetRange(*instance.windows[customer])
    solution = routing.SolveWithParameters(peers.guided_search(seconds, first=FIRST))
    if solution is None:
        return []
    return [peers.order_of(manager, routing, solution, number) for number in range(instance.vehicles)]
