"""What is known of a care service, in words: the same facts in the same order on its page, beside others, and on paper.

Each figure says as of when it was; what is not known says so, since silence would read as "no".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from elearn.people.models import District

from .care_near import kilometres
from .enums_care import Access, Confirmed, ForWhom, Inspected, Unit
from .models.care import CareService
from .models.interests import Declaration


@dataclass(frozen=True)
class Line:
    """One line of a fact. `language` where it is the service's own text; `warns` where a reader should take care."""

    text: str
    language: str = ""
    href: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Fact:
    """One thing known of a service, under the name of its row."""

    key: str
    name: str
    lines: tuple[Line, ...]


def facts_of(service: CareService, *, start: District | None = None) -> list[Fact]:
    """Give everything readers may know, in the order of a comparison."""
    rows: list[tuple[str, str, Callable[[], Iterable[Line]]]] = [
        ("kind", _("What it is"), lambda: [Line(str(service.get_kind_display()))]),
        ("place", _("Where"), lambda: _place(service, start)),
        ("price", _("Price"), lambda: _price_lines(service)),
        ("places", _("Places free"), lambda: [_places(service)]),
        ("whom", _("Who can get it"), lambda: _whom(service)),
        ("languages", _("Languages"), lambda: [Line(_languages(service))]),
        ("access", _("Accessibility"), lambda: _access(service)),
        ("inspected", _("Inspection"), lambda: _inspection(service)),
        ("provider", _("Who offers it"), lambda: _provider(service)),
        ("contact", _("How to reach them"), lambda: _contact(service)),
        ("confirmed", _("Last confirmed"), lambda: [confirmed_line(service)]),
    ]
    return [Fact(key, name, tuple(lines())) for key, name, lines in rows]


def day(when: date | None) -> str:
    return str(date_format(when, "DATE_FORMAT")) if when else ""


# Where -------------------------------------------------------------------------------------------
def distance(service: CareService, start: District) -> str:
    """Say how far a service is from a district, as well as it can be said without an address."""
    if service.district_id == start.pk:
        return _("In this district")
    if start in service.serves.all():
        return _("Comes to this district")
    here, there = (start.latitude, start.longitude), (service.district.latitude, service.district.longitude)
    far = max(1, round(kilometres(here, there)))
    return _("About %(number)d km from %(district)s") % {"number": far, "district": start.name}


def _place(service: CareService, start: District | None) -> Iterable[Line]:
    yield Line(service.district.name)
    if service.address:
        yield Line(service.address, language=service.language)
    if others := [district.name for district in service.serves.all()]:
        yield Line(_("Also comes to: %(districts)s") % {"districts": ", ".join(others)})
    if start:
        yield Line(distance(service, start))


# Price -------------------------------------------------------------------------------------------
def price(service: CareService) -> str:
    """Say what it costs, with what the price is for."""
    if service.is_free:
        return _("Costs nothing")
    if service.price_from is None:
        return _("Not stated. Please ask.")
    facts = {"low": _manat(service.price_from), "unit": str(Unit(service.price_unit).label)}
    if service.price_to is None or service.price_to == service.price_from:
        if service.price_from == 0:
            return _("Costs nothing")
        return _("%(low)s manat, %(unit)s") % facts
    return _("%(low)s to %(high)s manat, %(unit)s") % {**facts, "high": _manat(service.price_to)}


def _manat(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return str(number_format(amount, 0 if whole else 2))


def _price_lines(service: CareService) -> Iterable[Line]:
    yield Line(price(service))
    if service.price_note:
        yield Line(service.price_note, language=service.language)


# Places ------------------------------------------------------------------------------------------
def _places(service: CareService) -> Line:
    return Line(places(service), warns=service.is_full)


def places(service: CareService) -> str:
    """Say how many places were free, and when that was."""
    if service.places_free is None or service.places_on is None:
        return _("Not known. Please ask.")
    facts = {"number": service.places_free, "day": day(service.places_on)}
    if service.is_full:
        words = _("None free on %(day)s") % facts
    else:
        words = ngettext("%(number)d free on %(day)s", "%(number)d free on %(day)s", service.places_free) % facts
    return _("%(said)s (this may have changed)") % {"said": words} if service.places_are_old else words


# For whom ----------------------------------------------------------------------------------------
def _whom(service: CareService) -> Iterable[Line]:
    known = [str(ForWhom(one).label) for one in service.for_whom if one in ForWhom.values]
    yield from (Line(words) for words in known)
    if service.from_age:
        yield Line(_("From %(age)d years of age") % {"age": service.from_age})
    if service.eligibility:
        yield Line(service.eligibility, language=service.language)
    if not known and not service.from_age and not service.eligibility:
        yield Line(_("Not stated. Please ask."))


def _languages(service: CareService) -> str:
    known = [_(get_language_info(code)["name"]) for code in service.languages if code in dict(settings.LANGUAGES)]
    return ", ".join(known) or _("Not stated. Please ask.")


def _access(service: CareService) -> Iterable[Line]:
    known = [str(Access(one).label) for one in service.access if one in Access.values]
    yield from (Line(words) for words in known)
    if service.access_note:
        yield Line(service.access_note, language=service.language)
    if not known and not service.access_note:
        yield Line(_("Not known. Please ask."))


# Inspection --------------------------------------------------------------------------------------
def _inspection(service: CareService) -> Iterable[Line]:
    result = Inspected(service.inspected)
    yield Line(str(result.label), warns=result == Inspected.FAILED)
    if result != Inspected.UNKNOWN and service.inspected_on:
        facts = {"day": day(service.inspected_on), "who": service.inspected_by}
        yield Line(_("%(day)s (%(who)s)") % facts)
    if service.inspection_note:
        yield Line(service.inspection_note, language=service.language)
    if service.inspection_link:
        yield Line(_("Read the result"), href=service.inspection_link)


# Who stands behind it ----------------------------------------------------------------------------
def _provider(service: CareService) -> Iterable[Line]:
    provider = service.provider
    yield Line(provider.name, language=service.language)
    yield Line(str(provider.get_kind_display()))
    if not provider.has_declared:
        yield Line(_("They have not yet told us whether they have interests."))
    elif provider.declaration == Declaration.NONE:
        yield Line(_("They say they have no interests (%(day)s).") % {"day": day(provider.declared_on)})
    else:
        facts = {"what": provider.interests, "day": day(provider.declared_on)}
        yield Line(_("Interests they told us of: %(what)s (%(day)s)") % facts)
    yield Line(_("Connected with us: %(how)s") % {"how": provider.relation} if provider.relation else _("Nothing connects them with us that we know of."))  # noqa: E501  # fmt: skip


def _contact(service: CareService) -> Iterable[Line]:
    phone, site = service.phone or service.provider.phone, service.website or service.provider.website
    if phone:
        yield Line(phone, href=f"tel:{''.join(sign for sign in phone if sign in '+*0123456789')}")
    if site:
        yield Line(site.split("://", 1)[-1].rstrip("/"), href=site)
    if not phone and not site:
        yield Line(_("Not known. Please ask us."))


def confirmed_line(service: CareService) -> Line:
    """Say who confirmed the entry when; where that is too long ago, that one should ask first."""
    if service.confirmed_on is None:
        return Line(_("Nobody has confirmed this yet. Please call before you go."), warns=True)
    facts = {"day": day(service.confirmed_on), "who": str(Confirmed(service.confirmed_way).label)}
    words = _("%(day)s (%(who)s)") % facts
    if service.is_stale:
        return Line(f"{words}. {_('That was long ago. Please call before you go.')}", warns=True)
    return Line(words)
