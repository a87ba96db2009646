"""The lock on what a person has watched: their clock's row. Whoever changes `FilmProgress` takes it first."""

from courses.models import WatchClock

from .weighing import NEVER


def locked_clocks(people: set[int]) -> dict[int, WatchClock]:
    """Lock the clocks of people and make those that are missing, always in the same order: nobody waits in a circle."""
    rows = WatchClock.objects.filter(person__in=people).order_by("person_id").select_for_update()
    clocks = {row.person_id: row for row in rows}
    missing = sorted(people - clocks.keys())
    if missing:
        new = [WatchClock(person_id=person, used_until=NEVER) for person in missing]
        WatchClock.objects.bulk_create(new, ignore_conflicts=True)
        clocks |= {row.person_id: row for row in rows.filter(person__in=missing)}
    return clocks
