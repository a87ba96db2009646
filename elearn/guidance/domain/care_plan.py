"""What a file would do to the directory: row by row what is new, what would change, and what is wrong. Changes nothing.

The queries are the same however long the file is.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from elearn.people.models import District

from ..care_columns import BY_NAME, COLUMNS, NAMES, PROVIDER, SERVICE, BadCell, fields_of
from ..models.care import CareProvider, CareService
from .care_rows import (
    LINKED,
    Values,
    fill_provider,
    fill_service,
    own_values,
    provider_values,
    providers_by_code,
    service_values,
    services_by_code,
)

Rows = list[tuple[int, dict[str, str]]]
Faults = dict[int, dict[str, str]]
WHOLE_ROW = ""
_NOWHERE: Values = {"provider": "", "district": "", "serves": []}


@dataclass
class Change:
    """What would become of one provider or service. `before` is None for what is new."""

    what: str
    code: str
    before: Values | None
    after: Values

    def differences(self) -> list[tuple[str, Any, Any]]:
        """Give (column, before, after) of what would differ; of what is new, all that is not empty."""
        before = self.before or {}
        return [
            (column.name, before.get(column.field), self.after[column.field])
            for column in fields_of(self.what)
            if self.after[column.field] != before.get(column.field) and (self.before or self.after[column.field])
        ]


@dataclass
class PlannedRow:
    """One row of the file."""

    number: int
    name: str
    faults: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.faults:
            return "faulty"
        if any(change.before is None and change.what == SERVICE for change in self.changes):
            return "new"
        return "changed" if self.changes else "same"


@dataclass
class Plan:
    """What the whole file would do."""

    rows: list[PlannedRow]
    unknown: list[str]  # columns that mean nothing
    mark: str  # the same only while neither file nor directory has changed

    @property
    def is_faulty(self) -> bool:
        return bool(self.unknown) or any(row.faults for row in self.rows)

    def changes(self, what: str) -> list[Change]:
        return [change for row in self.rows for change in row.changes if change.what == what]

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


@dataclass
class _Known:
    """What there is already of what a file names."""

    services: dict[str, CareService]
    providers: dict[str, CareProvider]
    districts: dict[str, District]
    said: dict[str, tuple[int, Values]] = field(default_factory=dict)  # of a provider, by the file's own first row
    seen: dict[str, int] = field(default_factory=dict)


def plan(rows: Rows, faults: Faults) -> Plan:
    """Work out what rows would do; `faults` are cells that could not be read at all."""
    known = _known(rows)
    unknown = sorted({name for _number, row in rows for name in row} - set(NAMES))
    planned = [_row(number, row, dict(faults.get(number, {})), known) for number, row in rows]
    told = [[(c.what, c.code, c.before, c.after) for c in row.changes] + [sorted(row.faults)] for row in planned]
    mark = sha256(json.dumps([told, unknown], sort_keys=True, ensure_ascii=True).encode()).hexdigest()
    return Plan(planned, unknown, mark)


def _known(rows: Rows) -> _Known:
    services = services_by_code({row.get("code", "").lower() for _number, row in rows})
    named = {row.get("provider_code", "").lower() for _number, row in rows}
    providers = providers_by_code(named | {service.provider.code for service in services.values()})
    return _Known(services, providers, {district.name: district for district in District.objects.all()})


def _row(number: int, row: dict[str, str], faults: dict[str, str], known: _Known) -> PlannedRow:
    planned = PlannedRow(number, row.get("name", ""), faults)
    read = {SERVICE: _read(row, SERVICE, planned), PROVIDER: _read(row, PROVIDER, planned)}
    code = str(read[SERVICE].get("code", "")).lower()
    read[SERVICE]["code"] = code
    if not code:
        planned.faults.setdefault("code", _("This is needed."))
        return planned
    if code in known.seen:
        planned.faults["code"] = _("The code is in row %(number)d already.") % {"number": known.seen[code]}
        return planned
    known.seen[code] = number
    service = known.services.get(code)
    planned.name = planned.name or (service.name if service else "")
    provider_code = str(read[SERVICE].get("provider", service.provider.code if service else "")).lower()
    if "provider" in read[SERVICE]:
        read[SERVICE]["provider"] = provider_code
    _plan_provider(provider_code, read[PROVIDER], planned, known)
    _plan_service(service, read[SERVICE], planned, known)
    return planned


def _read(row: dict[str, str], what: str, planned: PlannedRow) -> Values:
    values: Values = {}
    for column in COLUMNS:
        if column.of != what or column.name not in row or column.name in planned.faults:
            continue
        try:
            values[column.field] = column.read(row[column.name])
        except BadCell as error:
            planned.faults[column.name] = str(error)
    return values


def _plan_provider(code: str, read: Values, planned: PlannedRow, known: _Known) -> None:
    """The provider of a row: the same in all its rows, new, changed, or as it was."""
    if not code:
        planned.faults.setdefault("provider_code", _("This is needed."))
        return
    if code in known.said:
        first, said = known.said[code]
        if said != read:
            planned.faults["provider_code"] = _("Row %(number)d says something else of this provider.") % {"number": first}  # noqa: E501  # fmt: skip
        return
    known.said[code] = (planned.number, read)
    row = known.providers.get(code)
    before = {"code": code, **provider_values(row)} if row else None
    made = fill_provider(row or CareProvider(code=code), read)
    after = {"code": code, **provider_values(made)}
    _check(made, PROVIDER, planned, is_new=row is None, read=read)
    if before != after:
        planned.changes.append(Change(PROVIDER, code, before, after))


def _plan_service(service: CareService | None, read: Values, planned: PlannedRow, known: _Known) -> None:
    """The service of a row: new, changed, or as it was."""
    for column, names in (("district", [read.get("district")]), ("serves", read.get("serves", []))):
        for name in names:
            if name and name not in known.districts:
                planned.faults.setdefault(column, _("We know of no district “%(name)s”.") % {"name": name[:60]})
    before = service_values(service) if service else None
    made = fill_service(service or CareService(), read, districts=known.districts)
    linked = {name: read.get(name, (before or _NOWHERE)[name]) for name in LINKED}
    after = {**own_values(made), **linked}
    _check(made, SERVICE, planned, is_new=service is None, read=read)
    if before != after and not planned.faults:
        planned.changes.append(Change(SERVICE, after["code"], before, after))


def _check(row: models.Model, what: str, planned: PlannedRow, *, is_new: bool, read: Values) -> None:
    """Ask the model itself, and name what is wrong by its column."""
    names = {column.field: column.name for column in fields_of(what)}
    for column in fields_of(what):
        empty = not read.get(column.field) if (is_new or column.field in read) else False
        if column.is_needed and empty:
            planned.faults.setdefault(column.name, _("This is needed."))
    try:
        row.full_clean(exclude=LINKED, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, words in error.message_dict.items():
            planned.faults.setdefault(names.get(name, WHOLE_ROW), " ".join(words))


def shown(value: Any, name: str) -> str:
    """Give a value as the file would write it."""
    return BY_NAME[name].write(value) if value not in (None, "") else ""
