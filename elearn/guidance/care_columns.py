"""The columns of a file of care services: what each is called, and how its text is read and written.

The same columns go out and come in, so that a file can be taken out, mended and brought back. A column that is missing
leaves what there is; an empty cell empties it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .enums_care import Access, CareKind, Confirmed, ForWhom, Inspected, ProviderKind, Unit
from .models.interests import Declaration

SERVICE, PROVIDER = "service", "provider"
YES = frozenset({"yes", "1", "true", "hə", "bəli", "да", "x", "+"})
NO = frozenset({"", "no", "0", "false", "yox", "xeyr", "нет", "-"})
MOST_LISTED = 40


class BadCell(Exception):
    """A text that is no such thing; `args[0]` says so in words."""


@dataclass(frozen=True)
class Column:
    """One column. `read` gives a plain JSON value for a text, or raises BadCell; `write` is its way back."""

    name: str
    of: str  # SERVICE or PROVIDER
    field: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    is_needed: bool = False  # for a new row


# Reading -----------------------------------------------------------------------------------------
def _whole(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or int(text) > 32767:
        raise BadCell(_("This is no whole number from 0 to 32767."))
    return int(text)


def _amount(text: str) -> str | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation as error:
        raise BadCell(_("This is no amount, such as 12.50.")) from error
    if not amount.is_finite() or not 0 <= amount < 1_000_000 or amount != round(amount, 2):
        raise BadCell(_("This is no amount, such as 12.50."))
    return str(amount.quantize(Decimal("0.01")))


def _day(text: str) -> str | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadCell(_("This is no day, such as 2026-11-22 or 22.11.2026."))


def _yes(text: str) -> bool:
    said = text.casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    raise BadCell(_("Write yes or no."))


def _one_of(choices: Any) -> Callable[[str], str]:
    """Read a choice by its code, or by its words in any language of the site."""

    def read(text: str) -> str:
        if not text:
            return ""
        found = _by_words(choices).get(text.casefold())
        if found is None:
            codes = ", ".join(value for value in choices.values if value)
            raise BadCell(_("“%(text)s” is none of: %(codes)s") % {"text": text[:60], "codes": codes})
        return found

    return read


def _by_words(choices: Any) -> dict[str, str]:
    known = {value.casefold(): value for value in choices.values}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {str(label).casefold(): value for value, label in choices.choices if value}
    return known


def _list_of(read_one: Callable[[str], str]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        parts = [part.strip() for part in text.replace("|", ",").replace(";", ",").replace("\n", ",").split(",")]
        found = list(dict.fromkeys(read_one(part) for part in parts if part))
        if len(found) > MOST_LISTED:
            raise BadCell(_("There are too many in one cell."))
        return sorted(found)

    return read


def _language(text: str) -> str:
    codes = {code for code, _name in settings.LANGUAGES} | {name.casefold() for _code, name in settings.LANGUAGES}
    if text.casefold() not in codes:
        raise BadCell(_("“%(text)s” is none of: %(codes)s") % {"text": text[:60], "codes": ", ".join(sorted(dict(settings.LANGUAGES)))})  # noqa: E501  # fmt: skip
    return next(c for c, name in settings.LANGUAGES if text.casefold() in (c, name.casefold()))


def _name(text: str) -> str:
    return " ".join(text.split())


# Writing -----------------------------------------------------------------------------------------
def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _yes_no(value: Any) -> str:
    return "yes" if value else "no"


def _joined(value: Iterable[str]) -> str:
    return ", ".join(value)


def _plain(name: str, field: str = "", of: str = SERVICE, **more: Any) -> Column:
    return Column(name, of, field or name, **more)


def _days(name: str, field: str = "", of: str = SERVICE) -> Column:
    return Column(name, of, field or name, read=_day, write=_text)


COLUMNS: tuple[Column, ...] = (
    _plain("code", is_needed=True),
    _plain("name", read=_name, is_needed=True),
    Column("kind", SERVICE, "kind", read=_one_of(CareKind), is_needed=True),
    _plain("provider_code", "provider", is_needed=True),
    Column("language", SERVICE, "language", read=lambda text: _language(text) if text else settings.LANGUAGE_CODE),
    _plain("about"),
    _plain("district", read=_name, is_needed=True),
    Column("serves", SERVICE, "serves", read=_list_of(_name), write=_joined),
    _plain("address", read=_name),
    _plain("phone", read=_name),
    _plain("website"),
    Column("languages", SERVICE, "languages", read=_list_of(_language), write=_joined),
    Column("for_whom", SERVICE, "for_whom", read=_list_of(_one_of(ForWhom)), write=_joined),
    Column("from_age", SERVICE, "from_age", read=_whole, write=_text),
    _plain("eligibility"),
    Column("is_free", SERVICE, "is_free", read=_yes, write=_yes_no),
    Column("price_from", SERVICE, "price_from", read=_amount, write=_text),
    Column("price_to", SERVICE, "price_to", read=_amount, write=_text),
    Column("price_unit", SERVICE, "price_unit", read=_one_of(Unit)),
    _plain("price_note"),
    Column("places_free", SERVICE, "places_free", read=_whole, write=_text),
    _days("places_on"),
    Column("access", SERVICE, "access", read=_list_of(_one_of(Access)), write=_joined),
    _plain("access_note"),
    Column("inspected", SERVICE, "inspected", read=_one_of(Inspected)),
    _days("inspected_on"),
    _plain("inspected_by", read=_name),
    _plain("inspection_link"),
    _plain("inspection_note"),
    _days("confirmed_on"),
    Column("confirmed_way", SERVICE, "confirmed_way", read=_one_of(Confirmed)),
    _days("withdrawn_on"),
    _plain("provider_name", "name", PROVIDER, read=_name, is_needed=True),
    Column("provider_kind", PROVIDER, "kind", read=_one_of(ProviderKind), is_needed=True),
    _plain("provider_phone", "phone", PROVIDER, read=_name),
    _plain("provider_email", "email", PROVIDER),
    _plain("provider_website", "website", PROVIDER),
    _plain("provider_relation", "relation", PROVIDER),
    Column("provider_declaration", PROVIDER, "declaration", read=_one_of(Declaration)),
    _plain("provider_interests", "interests", PROVIDER),
    _days("provider_declared_on", "declared_on", PROVIDER),
)
BY_NAME = {column.name: column for column in COLUMNS}
NAMES = [column.name for column in COLUMNS]


def fields_of(what: str) -> list[Column]:
    """Give the columns of a service, or of a provider."""
    return [column for column in COLUMNS if column.of == what]


# What a row is, as plain values ------------------------------------------------------------------
def plain_value(value: Any) -> Any:
    """Give a field's value as JSON holds it, equal to what its column reads."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    return sorted(value) if isinstance(value, list) else value
