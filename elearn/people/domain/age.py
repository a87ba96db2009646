"""How old somebody is, from the little that we know: a year, and for the young the day they come of age.

Whoever may still be under age counts as under age. Nothing here reads the database, so that models may use it.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from ..models import Person


def is_minor(person: "Person", *, on: date | None = None) -> bool:
    """Say whether a person is known to be under age, or may still be by their year of birth.

    The year decides where it can. In the year somebody comes of age the day does; without one the whole year counts.
    Somebody of whom we know nothing is not called a minor: ask `age_known`.
    """
    today = on or timezone.localdate()
    if person.birth_year:
        comes_of_age = person.birth_year + settings.ADULT_AGE
        if today.year != comes_of_age:
            return bool(today.year < comes_of_age)
        if person.adult_from is None or person.adult_from.year != comes_of_age:
            return True
    return person.adult_from is not None and today < person.adult_from


def age_known(person: "Person") -> bool:
    """Say whether we know on which side of coming of age somebody is."""
    return person.birth_year is not None or person.adult_from is not None


def adult_day(birth_year: int, month: int, day: int) -> date:
    """Give the day somebody comes of age; who was born on 29 February does on 1 March. Raises ValueError."""
    date(birth_year, month, day)
    year = birth_year + settings.ADULT_AGE
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1)
