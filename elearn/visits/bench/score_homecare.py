"""The exact cost of a home-care solution, and every rule it breaks, by the published description alone.

Reads an instance and a solution as they lie in files and shares nothing with any solver: what a day costs is walked
through here once more, stop by stop.

- Departure is as late as the first stop allows, except where the instance says at the shift's start.
- Waiting is start of service minus arrival, without a lunch taken there in between.
- Lateness is against the end of the window the start falls in: the last window that has begun.
- A lunch counts when it is long enough, in its window, and taken where the next visit is or at a depot.
- Parts that are HARD cost nothing and are rules; somebody who must be visited and is not is a broken rule too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .homecare import COMPONENTS, LUNCH, Caregiver, Day, HomeCare, Patient, Stop


@dataclass(frozen=True)
class Score:
    """`counts` are minutes or cases, `weighted` what they cost, both by a solution file's names; `violations` are
    sentences, one for each broken rule."""

    counts: dict[str, int]
    weighted: dict[str, int]
    violations: tuple[str, ...]

    @property
    def cost(self) -> int:
        return sum(self.weighted.values())


@dataclass(frozen=True)
class _Walked:
    """One day walked through: minutes of each kind, and what is wrong with it."""

    travel: int
    service: int
    waiting: int
    idle: int
    extra: int
    lateness: tuple[int, ...]
    not_preferred: int
    had_lunch: bool
    wrong: tuple[str, ...]


def score(instance: HomeCare, days: Sequence[Day]) -> Score:
    """Count everything of a solution. Raises KeyError for people the instance does not know."""
    carers = {carer.name: carer for carer in instance.caregivers}
    patients = {patient.name: patient for patient in instance.patients}
    walked = {day.caregiver: _walk(instance, carers[day.caregiver], day.stops, patients) for day in days}
    for carer in instance.caregivers:
        walked.setdefault(carer.name, _walk(instance, carer, (), patients))
    visits = Counter(stop.where for day in days for stop in day.stops if stop.service != LUNCH)
    counts = _counts(instance, walked, visits)
    names = {inside: outside for inside, outside in COMPONENTS.items() if inside in instance.weights}
    weighted = {outside: instance.weight(inside) * counts[outside] for inside, outside in names.items()}
    wrong = [sentence for one in walked.values() for sentence in one.wrong]
    wrong += [f"caregiver {name} has more than one day" for name, times in _days(days).items() if times > 1]
    wrong += [f"{name} is visited {times} times" for name, times in visits.items() if times > 1]
    wrong += [f"{one.name} is not visited" for one in instance.patients if not one.is_optional and not visits[one.name]]
    wrong += list(_hard(instance, counts))
    return Score(counts, weighted, tuple(wrong))


def _days(days: Sequence[Day]) -> Counter[str]:
    return Counter(day.caregiver for day in days)


def _counts(instance: HomeCare, walked: dict[str, _Walked], visits: Counter[str]) -> dict[str, int]:
    lateness = [minutes for one in walked.values() for minutes in one.lateness]
    return {
        "travel_time": sum(one.travel for one in walked.values()),
        "total_tardiness": sum(lateness),
        "highest_tardiness": max(lateness, default=0),
        "total_waiting_time": sum(one.waiting for one in walked.values()),
        "total_extra_time": sum(one.extra for one in walked.values()),
        "max_idle_time": max(one.idle for one in walked.values()),
        "preferences": sum(one.not_preferred for one in walked.values()),
        "unscheduled": sum(1 for patient in instance.patients if not visits[patient.name]),
        "missed_lunch_break": sum(1 for c in instance.caregivers if c.has_lunch and not walked[c.name].had_lunch),
        "workload_balance": _balance([one.travel + one.service for one in walked.values()]),
    }


def _balance(loads: Sequence[int]) -> int:
    """Sum of ceil(|load - mean|), in whole numbers so that no mean is a little off."""
    return sum(-(-abs(len(loads) * load - sum(loads)) // len(loads)) for load in loads)


def _hard(instance: HomeCare, counts: dict[str, int]) -> Iterator[str]:
    """Give a sentence for each part that must be nothing and is not; lateness is told visit by visit."""
    for inside, outside in COMPONENTS.items():
        if instance.is_hard(inside) and counts[outside] and inside not in ("total_tardiness", "highest_tardiness"):
            yield f"{outside} is {counts[outside]} and must be nothing"


def _walk(instance: HomeCare, carer: Caregiver, stops: Sequence[Stop], patients: dict[str, Patient]) -> _Walked:
    if not stops:
        return _Walked(0, 0, 0, carer.shift.end - carer.shift.start, 0, (), 0, False, ())
    travel = waiting = 0
    place = carer.leaves_from
    first = instance.travel[place][_place(instance, stops[0], patients)]
    leaves = carer.shift.start if instance.leaves_at_shift_start else stops[0].start - first
    free, wrong = leaves, list(_wrong_stops(instance, carer, stops, patients))
    if leaves < carer.shift.start:
        wrong.append(f"{carer.name} leaves at {leaves}, before the shift")
    for stop in stops:
        there = _place(instance, stop, patients)
        minutes = instance.travel[place][there]
        travel += minutes
        if free + minutes > stop.start:
            wrong.append(f"{carer.name} reaches {stop.where} at {free + minutes}, after its start at {stop.start}")
        waiting += max(0, stop.start - free - minutes)
        place, free = there, stop.end
    home = instance.travel[place][carer.returns_to]
    back = free + home
    idle = leaves - carer.shift.start + waiting + max(0, carer.shift.end - back)
    seen = [(stop, patients[stop.where]) for stop in stops if stop.service != LUNCH]
    return _Walked(
        travel=travel + home,
        service=sum(stop.end - stop.start for stop, _patient in seen),
        waiting=waiting,
        idle=idle,
        extra=max(0, back - carer.shift.end),
        lateness=tuple(late(instance, patient, stop) for stop, patient in seen),
        not_preferred=sum(1 for _stop, one in seen if one.preferred and carer.name not in one.preferred),
        had_lunch=any(_counts_as_lunch(instance, stops, number) for number in range(len(stops))),
        wrong=tuple(wrong),
    )


def _place(instance: HomeCare, stop: Stop, patients: dict[str, Patient]) -> int:
    if stop.service == LUNCH and stop.where in instance.terminals:
        return instance.terminals[stop.where]
    return patients[stop.where].place


def late(instance: HomeCare, patient: Patient, stop: Stop) -> int:
    """Minutes after the end of the window that had begun last when the visit started."""
    begun = [window for window in patient.windows if window.start <= stop.start] or [patient.windows[0]]
    return max(0, (stop.end if instance.met_at_end else stop.start) - begun[-1].end)


def _counts_as_lunch(instance: HomeCare, stops: Sequence[Stop], number: int) -> bool:
    stop, lunch = stops[number], instance.lunch
    if stop.service != LUNCH or lunch is None:
        return False
    following = stops[number + 1] if number + 1 < len(stops) else None
    is_there = stop.where in instance.terminals or (following is not None and following.where == stop.where)
    met = stop.end if instance.met_at_end else stop.start
    in_window = lunch.window.start <= stop.start and met <= lunch.window.end
    return is_there and in_window and stop.end - stop.start >= lunch.minutes


def _wrong_stops(
    instance: HomeCare, carer: Caregiver, stops: Sequence[Stop], patients: dict[str, Patient]
) -> Iterator[str]:
    for stop in stops:
        if stop.service == LUNCH:
            continue
        patient = patients[stop.where]
        if stop.service != patient.service:
            yield f"{patient.name} is given {stop.service} and needs {patient.service}"
        if stop.service not in carer.abilities:
            yield f"{carer.name} is not able to give {stop.service} to {patient.name}"
        if carer.name in patient.incompatible:
            yield f"{carer.name} must not visit {patient.name}"
        if stop.end - stop.start < patient.minutes:
            yield f"{patient.name} is given {stop.end - stop.start} of {patient.minutes} minutes"
        if stop.start < patient.windows[0].start:
            yield f"{patient.name} is visited at {stop.start}, before the first window"
        if (instance.is_hard("total_tardiness") or instance.is_hard("highest_tardiness")) and late(
            instance, patient, stop
        ):
            yield f"{patient.name} is visited {late(instance, patient, stop)} minutes late"
