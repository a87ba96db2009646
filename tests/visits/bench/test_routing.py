"""The exact score of routes with time windows, by an example worked out by hand."""

import pytest

from elearn.visits.bench import routing

# Distances √2 = 1.414…, 5 and √13 = 3.605…: cut to 14, 50 and 36 tenths.
SMALL = """NAME : small
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 2
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 6
3 4
TIME_WINDOW_SECTION
1 0 20
2 1 9
3 8 9
DEPOT_SECTION
1
-1
EOF
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.vrp"
    path.write_text(SMALL)
    (tmp_path / "small.sol").write_text("Route #1: 1 2\nCost 10.0\n")
    return path


def test_distances_are_cut_not_rounded(small):
    assert routing.read(small).travel == [[0, 14, 50], [14, 0, 36], [50, 36, 0]]


def test_one_route_and_two(small):
    instance = routing.read(small)

    assert routing.score(instance, [[1, 2]]) == (10.0, ())  # 1.4 + 3.6 + 5.0; at 2 from 7.0, waits until 8, home at 15
    assert routing.score(instance, [[1], [2]]) == (12.8, ())  # 1.4 + 1.4 + 5.0 + 5.0


@pytest.mark.parametrize(
    ("routes", "sentence"),
    [
        ([[1]], "customer 2 is visited 0 times"),
        ([[1, 2], [1]], "customer 1 is visited 2 times"),
        ([[2, 1]], "customer 1 is reached at 13.6 and closes at 9.0"),  # 8 + 2 + 3.6
        ([[1, 2, 2]], "the route of 1 carries 14 of 10"),
        ([[1], [2], [1]], "3 routes for 2 vehicles"),
    ],
)
def test_broken_rules_are_said(small, routes, sentence):
    assert sentence in routing.score(routing.read(small), routes)[1]


def test_the_best_known_plan_lies_beside(small):
    assert routing.best_known(small) == 10.0
    assert routing.read_routes(small.with_suffix(".sol")) == [[1, 2]]
    assert routing.best_known(small.with_name("other.vrp")) is None
