"""Find services as a reader wishes, in an order that nobody can buy or bend.

Without a district the order is drawn by lot anew each day, the same for everybody on that day: an alphabet would put
whoever is called “AAA” first for ever. With a district, what is in it or comes to it is first, then the nearest; among
equals the lot decides. There is no other order but by name, and no field that could change any of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from elearn.people.models import District
from elearn.safety.api import hidden_rows

from ..care_near import kilometres
from ..models.care import CODE, CareService, oldest

ALPHABET = "aA bB cC çÇ dD eE əƏ fF gG ğĞ hH xX ıI iİ jJ kK qQ lL mM nN oO öÖ pP rR sS şŞ tT uU üÜ vV wW yY zZ"
_PLACES = {letter: number for number, pair in enumerate(ALPHABET.split()) for letter in pair}
MOST_COMPARED = 4


@dataclass(frozen=True)
class Wish:
    """What a reader asks for. Nothing that is empty leaves anything out. `most` is manat for a `unit`."""

    kind: str = ""
    district: District | None = None
    only: bool = False  # only what is in the district or comes to it
    language: str = ""
    whom: str = ""
    unit: str = ""
    most: Decimal | None = None
    is_free: bool = False
    has_places: bool = False
    access: tuple[str, ...] = ()
    by_name: bool = False


def listed() -> QuerySet[CareService]:
    """Give what everybody may see: what is listed, and no concern hides."""
    return CareService.objects.filter(withdrawn_on=None).exclude(hidden_rows("care"))


def find(wish: Wish, *, today: date | None = None, places_days: int) -> list[int]:
    """Give the keys of the services that fit, in their order."""
    today = today or timezone.localdate()
    rows = _fitting(wish, places_days).values_list(
        "pk", "code", "name", "languages", "for_whom", "access", "district__latitude", "district__longitude"
    )
    near = _coming(wish.district) if wish.district else set()
    found = [
        (_rank(row, wish, near, today), row[0])
        for row in rows
        if (not wish.language or wish.language in row[3])
        and (not wish.whom or wish.whom in row[4])
        and set(wish.access) <= set(row[5])
    ]
    return [pk for _rank_, pk in sorted(found)]


def _fitting(wish: Wish, places_days: int) -> QuerySet[CareService]:
    rows = listed().order_by()
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    if wish.district and wish.only:
        rows = rows.filter(pk__in=_coming_rows(wish.district))
    if wish.is_free:
        rows = rows.filter(is_free=True)
    if wish.most is not None and wish.unit:
        rows = rows.filter(Q(is_free=True) | Q(price_unit=wish.unit, price_from__lte=wish.most))
    if wish.has_places:
        rows = rows.filter(places_free__gt=0, places_on__gte=oldest(places_days))
    return rows


def _coming_rows(district: District) -> QuerySet[Any]:
    through = CareService.serves.through.objects.filter(district_id=district.pk).values("careservice_id")
    return CareService.objects.filter(Q(district=district) | Q(pk__in=through)).values_list("pk", flat=True)


def _coming(district: District) -> set[int]:
    return set(_coming_rows(district))


def _rank(row: tuple[Any, ...], wish: Wish, near: set[int], today: date) -> tuple[Any, ...]:
    pk, code, name, *_lists, latitude, longitude = row
    if wish.by_name:
        return (0, alphabetical(name), lot(code, today))
    if wish.district is None:
        return (0, (), lot(code, today))
    here = (wish.district.latitude, wish.district.longitude)
    far = 0 if pk in near else max(1, round(kilometres(here, (latitude, longitude))))
    return (far, (), lot(code, today))


def lot(code: str, today: date) -> str:
    """Give what a service has drawn today: the same for everybody, another tomorrow."""
    return sha256(f"{today.isoformat()}:{code}".encode()).hexdigest()


def alphabetical(name: str) -> tuple[tuple[int, str], ...]:
    """Give a name as the Azerbaijani alphabet sorts it; letters of other scripts come after."""
    return tuple((_PLACES.get(letter, len(_PLACES)), letter.casefold()) for letter in name)


def in_order(keys: Iterable[int]) -> list[CareService]:
    """Read services with all that a card or column says of them, in the order of their keys."""
    wanted = list(keys)
    rows = CareService.objects.filter(pk__in=wanted).select_related("provider", "district").prefetch_related("serves")
    known = {row.pk: row for row in rows}
    return [known[key] for key in wanted if key in known]


def chosen(codes: Iterable[str]) -> list[CareService]:
    """Read the services to compare, in the order in which they were chosen; what is not shown is left out."""
    wanted = [code for code in dict.fromkeys(codes) if re.match(CODE.regex, code)]  # else no database need be asked
    if not wanted:
        return []
    rows = listed().filter(code__in=wanted).select_related("provider", "district").prefetch_related("serves")
    known = {row.code: row for row in rows}
    return [known[code] for code in wanted if code in known][:MOST_COMPARED]
