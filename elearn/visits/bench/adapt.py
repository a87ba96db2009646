"""Published problems in the planner's words, and its plans in theirs."""

from ..planning.problem import HARD, Lunch, Plan, Problem, Route, Shift, Trainer, Visit, Weight, Weights, Window
from .homecare import LUNCH, Caregiver, Day, HomeCare, Patient, Stop
from .routing import Routing

MUST = 1_000_000  # what leaving out somebody who must be visited costs


def homecare_problem(instance: HomeCare) -> Problem:
    return Problem(
        trainers=tuple(_trainer(instance, carer) for carer in instance.caregivers),
        visits=tuple(_visit(instance, patient) for patient in instance.patients),
        travel={"": instance.travel},
        weights=_weights(instance),
        leave_at_shift_start=instance.leaves_at_shift_start,
    )


def _trainer(instance: HomeCare, carer: Caregiver) -> Trainer:
    lunch = None
    if carer.has_lunch and instance.lunch:
        window, minutes = instance.lunch.window, instance.lunch.minutes
        lunch = Lunch(window.start, window.end - (minutes if instance.met_at_end else 0), minutes)
    shift = Shift(carer.shift.start, carer.shift.end, carer.leaves_from, carer.returns_to, lunch)
    return Trainer(key=carer.name, shifts=(shift,), skills=carer.abilities)


def _visit(instance: HomeCare, patient: Patient) -> Visit:
    spare = patient.minutes if instance.met_at_end else 0
    return Visit(
        key=patient.name,
        place=patient.place,
        duration=patient.minutes,
        windows=tuple(Window.around(one.start, one.end, duration=spare) for one in patient.windows),
        skills=frozenset([patient.service]),
        incompatible=patient.incompatible,
        preferred=patient.preferred,
        prize=instance.weight("optional_patients") if patient.is_optional else MUST,
    )


def _weights(instance: HomeCare) -> Weights:
    def weight(*names: str) -> Weight:
        return HARD if any(map(instance.is_hard, names)) else instance.weight(names[0])

    return Weights(
        travel=instance.weight("travel_time"),
        waiting=instance.weight("total_waiting_time"),
        tardiness=weight("total_tardiness", "highest_tardiness"),
        highest_tardiness=instance.weight("highest_tardiness"),
        extra_time=weight("total_extra_time"),
        max_idle=instance.weight("max_idle_time"),
        preference=instance.weight("caregiver_preferences"),
        missed_lunch=weight("missed_lunch_break"),
        workload_balance=instance.weight("workload_balance"),
    )


def homecare_days(instance: HomeCare, plan: Plan) -> tuple[Day, ...]:
    """A plan as a solution's days; a lunch at home stands at the terminal."""
    patients = {patient.name: patient for patient in instance.patients}
    carers = {carer.name: carer for carer in instance.caregivers}
    return tuple(Day(route.trainer, _stops(instance, carers[route.trainer], patients, route)) for route in plan.routes)


def _stops(instance: HomeCare, carer: Caregiver, patients: dict[str, Patient], route: Route) -> tuple[Stop, ...]:
    stops = [Stop(stop.visit, patients[stop.visit].service, stop.start, stop.end) for stop in route.stops]
    if route.lunch:
        lunch, number = route.lunch, route.lunch.before
        if number is not None:
            where = stops[number].where
        else:
            home = carer.returns_to if lunch.start >= route.back else carer.leaves_from
            where = next(name for name, place in instance.terminals.items() if place == home)
        stops.append(Stop(where, LUNCH, lunch.start, lunch.end))
    return tuple(sorted(stops, key=lambda stop: stop.start))


def routing_problem(instance: Routing) -> Problem:
    """Every vehicle is a trainer; a tenth of a distance counts as a minute, and what is carried as the load."""
    opens, closes = instance.windows[0]
    shift = Shift(opens, closes, 0, 0)
    return Problem(
        trainers=tuple(
            Trainer(key=str(number), shifts=(shift,), capacity=instance.capacity) for number in range(instance.vehicles)
        ),
        visits=tuple(
            Visit(
                key=str(customer),
                place=customer,
                duration=instance.service,
                windows=(Window(*instance.windows[customer]),),
                load=instance.demand[customer],
                prize=MUST,
            )
            for customer in range(1, len(instance.demand))
        ),
        travel={"": instance.travel},
    )


def routing_routes(plan: Plan) -> list[list[int]]:
    return [[int(stop.visit) for stop in route.stops] for route in plan.routes if route.stops]
