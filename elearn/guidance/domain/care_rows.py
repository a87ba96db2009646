"""Providers and services as plain values, and back: for files, for what an import changes, and for taking it back."""

from collections.abc import Iterable, Iterator
from typing import Any

from elearn.people.models import District

from ..care_columns import COLUMNS, PROVIDER, SERVICE, fields_of, plain_value
from ..models.care import CareProvider, CareService

Values = dict[str, Any]
LINKED = ("provider", "district", "serves")


def provider_values(provider: CareProvider) -> Values:
    """Give what files say of a provider, by field."""
    return {column.field: plain_value(getattr(provider, column.field)) for column in fields_of(PROVIDER)}


def own_values(service: CareService) -> Values:
    """Give what files say of a service by itself: all but its provider, district and where it comes to."""
    own = [column.field for column in fields_of(SERVICE) if column.field not in LINKED]
    return {name: plain_value(getattr(service, name)) for name in own}


def service_values(service: CareService) -> Values:
    """Give what files say of a service, by field. Its provider, district and `serves` are to be read already."""
    serves = sorted(district.name for district in service.serves.all())
    return {
        **own_values(service), "provider": service.provider.code, "district": service.district.name, "serves": serves,
    }  # fmt: skip


def services_by_code(codes: Iterable[str]) -> dict[str, CareService]:
    """Read services with what `service_values` asks for, in two queries."""
    rows = CareService.objects.filter(code__in=list(codes)).select_related("provider", "district")
    return {row.code: row for row in rows.prefetch_related("serves")}


def providers_by_code(codes: Iterable[str]) -> dict[str, CareProvider]:
    return {row.code: row for row in CareProvider.objects.filter(code__in=list(codes))}


def fill_provider(provider: CareProvider, values: Values) -> CareProvider:
    """Set the fields of a provider from plain values; nothing is saved."""
    return _fill(provider, PROVIDER, values)


def fill_service(service: CareService, values: Values, *, districts: dict[str, District]) -> CareService:
    """Set the fields of a service from plain values, but `provider` and `serves`; nothing is saved."""
    rest = {name: value for name, value in values.items() if name not in LINKED}
    if values.get("district") in districts:
        service.district = districts[values["district"]]
    return _fill(service, SERVICE, rest)


def _fill(row: Any, what: str, values: Values) -> Any:
    for column in fields_of(what):
        if column.field in values:
            field = row._meta.get_field(column.field)
            setattr(row, column.field, field.to_python(values[column.field]))
    return row


def written(services: Iterable[CareService]) -> Iterator[list[str]]:
    """Give services as the rows of a file, in the order of the columns."""
    for service in services:
        of_service, of_provider = service_values(service), provider_values(service.provider)
        yield [column.write((of_service if column.of == SERVICE else of_provider)[column.field]) for column in COLUMNS]
