"""A small town on one street: ten places, ten minutes from one to the next; Leyla and Rəna set out from place 0."""

from elearn.visits.planning.problem import DAY, Lunch, Problem, Shift, Trainer, Visit, Weights, Window

STREET = [[10 * abs(here - there) for there in range(10)] for here in range(10)]
NINE, NOON, FIVE, HOUR = 540, 720, 1020, 60


def shift(day=0, *, start=NINE, end=FIVE, home=0, lunch=False):
    rule = Lunch(day * DAY + NOON, day * DAY + NOON + 90, 30) if lunch else None
    return Shift(day * DAY + start, day * DAY + end, home, home, rule)


def trainer(key="Leyla", *, days=(0,), **more):
    shifts = more.pop("shifts", None) or tuple(shift(day, lunch=more.get("lunch", False)) for day in days)
    more.pop("lunch", None)
    return Trainer(key, shifts, **more)


def visit(key, place=1, *, days=(0,), start=NINE, end=FIVE, duration=HOUR, **more):
    windows = more.pop("windows", None)
    if windows is None:
        windows = tuple(Window.around(day * DAY + start, day * DAY + end, duration=duration) for day in days)
    return Visit(key, place, duration, windows, **more)


def problem(trainers, visits, **weights):
    return Problem(tuple(trainers), tuple(visits), {"": STREET}, Weights(**weights))
