"""The exact score of a home-care solution, by examples worked out by hand."""

import pytest

from elearn.visits.bench import homecare
from elearn.visits.bench.homecare import LUNCH, Day, Stop, Window
from elearn.visits.bench.score_homecare import score

WEIGHTS = {
    "travel_time": 2,
    "total_tardiness": 3,
    "highest_tardiness": 5,
    "total_waiting_time": 1,
    "total_extra_time": 7,
    "max_idle_time": 11,
    "caregiver_preferences": 13,
    "optional_patients": 17,
    "missed_lunch_break": 19,
    "workload_balance": 23,
}


def instance(*, origin="generated", met="at_service_start", weights=WEIGHTS, windows=((60, 65),)):
    """A depot and two homes: 10 minutes to Pakizə and 12 back, 20 to Qulu and 15 back, 5 between them and 7 back."""
    return homecare.parse(
        {
            "metadata": {"name": "small", "origin": origin, "time_window_met": met, "cost_components": weights},
            "distances": [[0, 10, 20], [12, 0, 5], [15, 7, 0]],
            "terminal_points": [{"id": "d", "distance_matrix_index": 0}],
            "caregivers": [
                {**carer("c1"), "lunch_break": True},
                {**carer("c2"), "abilities": ["other"]},
            ],
            "patients": [
                {**patient("p", 1, 20, ((30, 40),)), "preferred_caregivers": ["c2"]},
                {**patient("q", 2, 10, windows), "incompatible_caregivers": ["c2"]},
                {**patient("r", 1, 5, ((0, 90),)), "optional": True},
            ],
            "lunch_breaks": {"start": 40, "end": 70, "min_duration": 15},
        }
    )


def carer(name):
    return {
        "id": name,
        "abilities": ["s"],
        "departing_point": "d",
        "arrival_point": "d",
        "working_shift": {"start": 0, "end": 100},
    }


def patient(name, place, minutes, windows):
    return {
        "id": name,
        "distance_matrix_index": place,
        "required_services": [{"service": "s", "duration": minutes}],
        "time_windows": [{"start": start, "end": end} for start, end in windows],
    }


# c1 leaves at 25, is with p from 35 to 55, at q's from 60, has lunch there until 75, starts at 78 and is home at 103.
DAY = Day("c1", (Stop("p", "s", 35, 55), Stop("q", LUNCH, 60, 75), Stop("q", "s", 78, 88)))


def test_every_part_of_the_cost():
    found = score(instance(), [DAY])

    assert found.counts == {
        "travel_time": 30,  # 10 + 5 + 15
        "total_tardiness": 13,  # q starts at 78 and her window ends at 65; p is in time
        "highest_tardiness": 13,
        "total_waiting_time": 3,  # from the end of lunch at 75 to 78
        "total_extra_time": 3,  # home at 88 + 15 = 103
        "max_idle_time": 100,  # c2 does nothing all day; c1 idles 25 before leaving and 3 waiting
        "preferences": 1,  # p would like c2
        "unscheduled": 1,  # r
        "missed_lunch_break": 0,
        "workload_balance": 60,  # 30 + 30 minutes of work against none: 30 away from the mean each
    }
    # 2·30 + 3·13 + 5·13 + 1·3 + 7·3 + 11·100 + 13·1 + 17·1 + 19·0 + 23·60
    assert found.cost == 60 + 39 + 65 + 3 + 21 + 1100 + 13 + 17 + 0 + 1380 == 2698
    assert found.violations == ()


def test_where_the_file_says_so_everybody_leaves_at_the_shift_start():
    found = score(instance(origin="bazirha"), [DAY])

    assert found.counts["total_waiting_time"] == 28  # at p's from 10 until 35, and 3 after lunch
    assert found.counts["travel_time"] == 30


def test_lateness_at_the_end_of_the_service():
    assert score(instance(met="at_service_end"), [DAY]).counts["total_tardiness"] == 15 + 23  # 55 − 40 and 88 − 65


@pytest.mark.parametrize(
    ("start", "late"),
    [
        (60, 0),  # in the first window
        (78, 13),  # between them: late for the first
        (85, 0),  # as the second opens
        (97, 7),  # late for the second
    ],
)
def test_lateness_against_the_window_that_has_begun(start, late):
    two = instance(windows=((60, 65), (85, 90)))
    day = Day("c1", (Stop("p", "s", 35, 55), Stop("q", "s", start, start + 10)))

    assert score(two, [day]).counts["total_tardiness"] == late


@pytest.mark.parametrize(
    ("lunch", "missed"),
    [
        (Stop("q", LUNCH, 60, 75), 0),
        (Stop("q", LUNCH, 70, 85), 0),  # it may start as the window ends
        (Stop("q", LUNCH, 71, 86), 1),
        (Stop("q", LUNCH, 60, 74), 1),  # too short
        (Stop("p", LUNCH, 56, 72), 1),  # not where the next visit is
        (Stop("d", LUNCH, 67, 82), 0),  # at the depot, 12 minutes from p's
    ],
)
def test_what_counts_as_lunch(lunch, missed):
    day = Day("c1", (Stop("p", "s", 35, 55), lunch, Stop("q", "s", 102, 112)))

    assert score(instance(), [day]).counts["missed_lunch_break"] == missed


def test_an_unused_caregiver_idles_all_day_and_misses_lunch():
    found = score(instance(), [])

    assert (found.counts["max_idle_time"], found.counts["missed_lunch_break"]) == (100, 1)
    assert found.violations == ("p is not visited", "q is not visited")


def test_lunch_at_the_depot_alone():
    found = score(instance(), [Day("c1", (Stop("d", LUNCH, 40, 55),))])

    assert (found.counts["missed_lunch_break"], found.counts["travel_time"]) == (0, 0)


P, Q = Stop("p", "s", 35, 55), Stop("q", "s", 60, 70)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([Day("c1", (P,))], "q is not visited"),
        ([Day("c1", (P, Q, Stop("q", "s", 80, 90)))], "q is visited 2 times"),
        ([Day("c1", (P, Stop("q", "s", 59, 69)))], "c1 reaches q at 60, after its start at 59"),
        ([Day("c1", (P, Stop("q", "s", 60, 69)))], "q is given 9 of 10 minutes"),
        ([Day("c1", (Stop("p", "s", 29, 49), Q))], "p is visited at 29, before the first window"),
        ([Day("c1", (P, Stop("q", "t", 60, 70)))], "q is given t and needs s"),
        ([Day("c1", (P,)), Day("c2", (Q,))], "c2 must not visit q"),
        ([Day("c1", (P,)), Day("c2", (Q,))], "c2 is not able to give s to q"),
        ([Day("c1", (Stop("r", "s", 5, 10), P, Q))], "c1 leaves at -5, before the shift"),
        ([Day("c1", (P,)), Day("c1", (Q,))], "caregiver c1 has more than one day"),
    ],
)
def test_broken_rules_are_said(days, sentence):
    assert sentence in score(instance(), days).violations


def test_what_is_hard_is_a_rule_and_costs_nothing():
    hard = instance(weights={"travel_time": 1, "total_tardiness": "HARD", "total_extra_time": "HARD"})
    found = score(hard, [DAY])

    assert found.weighted == {"travel_time": 30, "total_tardiness": 0, "total_extra_time": 0}
    assert found.violations == ("q is visited 13 minutes late", "total_extra_time is 3 and must be nothing")


def test_a_solution_file_reads_back_as_it_was():
    written = homecare.solution_file(instance(), [DAY, Day("c2", ())], weighted={"travel_time": 60}, violations=0)

    assert homecare.parse_solution(written) == (DAY,)
    assert written["cost"] == {"objective": 60, "violations": 0}
    assert written["routes"][0]["locations"][1] == {
        "patient": "q", "service": "lunch_break", "start_time": 60, "end_time": 75,
    }  # fmt: skip


def test_two_services_at_one_home_are_refused_rather_than_scored_wrongly():
    given = patient("p", 1, 20, ((0, 9),))
    with pytest.raises(homecare.NotUnderstood):
        homecare._patient({**given, "required_services": given["required_services"] * 2})


def test_windows_are_in_order():
    assert instance(windows=((85, 90), (60, 65))).patients[1].windows == (Window(60, 65), Window(85, 90))
