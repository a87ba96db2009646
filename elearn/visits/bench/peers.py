"""OR-Tools, where it is installed: only the benchmark needs it, so it is an extra and asked for by name."""

from typing import Any


class Missing(RuntimeError):
    """What to measure beside is not installed; the text says how to install it."""


def ortools() -> tuple[Any, Any]:
    """Give the routing solver and its enumerations, or raise Missing with the sentence to show."""
    try:
        from ortools.constraint_solver import pywrapcp, routing_enums_pb2
    except ImportError:
        raise Missing(
            "OR-Tools, which the planner is measured beside, is not installed: "
            "run  python -m pip install --constraint constraints.txt '.[bench]'"
        ) from None
    return pywrapcp, routing_enums_pb2


def guided_search(seconds: float, *, first: str = "PARALLEL_CHEAPEST_INSERTION") -> Any:
    """How OR-Tools is told to search: a first plan, then guided local search for so many seconds."""
    pywrapcp, enums = ortools()
    wanted = pywrapcp.DefaultRoutingSearchParameters()
    wanted.first_solution_strategy = getattr(enums.FirstSolutionStrategy, first)
    wanted.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    wanted.time_limit.FromMilliseconds(int(seconds * 1000))
    return wanted


def order_of(manager: Any, routing: Any, solution: Any, vehicle: int) -> list[int]:
    """The nodes of one route between its two ends."""
    nodes, index = [], solution.Value(routing.NextVar(routing.Start(vehicle)))
    while not routing.IsEnd(index):
        nodes.append(manager.IndexToNode(index))
        index = solution.Value(routing.NextVar(index))
    return nodes
