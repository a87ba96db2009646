"""Bring a file into the directory: look first, then all of it in one transaction; take it back while it is the last.

What is applied is what was shown: the file is kept as it was read, and where the directory has changed meanwhile,
nothing is done and it is shown anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account, District

from ..care_columns import PROVIDER, SERVICE
from ..care_errors import ChangedSinceShown, NotTheLast, StillFaulty
from ..care_files import read
from ..enums_care import ImportState
from ..models.care import CareProvider, CareService
from ..models.care_import import CareChange, CareImport
from .care_plan import Change, Plan, plan
from .care_rows import (  # noqa: E501  # fmt: skip
    Values,
    fill_provider,
    fill_service,
    provider_values,
    providers_by_code,
    service_values,
    services_by_code,
)

LEFT_FOR = timedelta(days=1)


@transaction.atomic
def look(data: bytes, *, name: str, by: Account) -> CareImport:
    """Read a file and keep what it says; nothing is changed. Raises FileUnreadable.

    What was looked at and left a day ago is thrown away.
    """
    table = read(data)
    CareImport.objects.filter(state=ImportState.CHECKED, at__lt=timezone.now() - LEFT_FOR).delete()
    rows = [[number, row, table.faults.get(number, {})] for number, row in table.rows]
    return CareImport.objects.create(name=name[:200], read_as=table.read_as, rows=rows, by=by)


def planned(file: CareImport) -> Plan:
    """Work out what a file that was looked at would do now."""
    rows = [(number, row) for number, row, _faults in file.rows]
    return plan(rows, {number: faults for number, _row, faults in file.rows if faults})


def apply(file: CareImport, *, mark: str, by: Account) -> CareImport:
    """Do all that was shown under `mark`, or nothing. Raises StillFaulty, ChangedSinceShown."""
    try:
        return _apply(file, mark=mark, by=by)
    except IntegrityError as error:  # somebody else made the same code at this moment
        raise ChangedSinceShown from error


@transaction.atomic
def _apply(file: CareImport, *, mark: str, by: Account) -> CareImport:
    now = timezone.now()
    if not CareImport.objects.filter(pk=file.pk, state=ImportState.CHECKED).update(
        state=ImportState.APPLIED, applied_at=now, rows=[]
    ):
        raise ChangedSinceShown
    codes = [row.get("code", "").lower() for _number, row, _faults in file.rows]
    list(CareService.objects.select_for_update().filter(code__in=codes).order_by("pk"))
    found = planned(file)
    if found.is_faulty:
        raise StillFaulty
    if found.mark != mark:
        raise ChangedSinceShown
    providers, services = found.changes(PROVIDER), found.changes(SERVICE)
    _write(providers, services)
    CareChange.objects.bulk_create(
        CareChange(of=file, what=one.what, code=one.code, before=one.before, after=one.after)
        for one in (*providers, *services)
    )
    new = sum(one.before is None for one in services)
    CareImport.objects.filter(pk=file.pk).update(new=new, changed=len(services) - new, by=by)
    note(Kind.CARE_IMPORTED, who=by.person.key, subject=f"care_import:{file.pk}", new=new, changed=len(services) - new)
    file.refresh_from_db()
    return file


def _write(providers: list[Change], services: list[Change]) -> None:
    known = providers_by_code(one.code for one in providers)
    for one in providers:
        fill_provider(known.get(one.code) or CareProvider(code=one.code), one.after).save()
    rows = services_by_code(one.code for one in services)
    save = _saver([one.after for one in services])
    for one in services:
        save(rows.get(one.code) or CareService(code=one.code), one.after)


def _saver(values: list[Values]) -> Callable[[CareService, Values], None]:
    """Give what saves a service with its provider and districts, all of which are read at once."""
    districts = {district.name: district for district in District.objects.all()}
    providers = providers_by_code({one["provider"] for one in values})

    def save(service: CareService, said: Values) -> None:
        fill_service(service, said, districts=districts)
        service.provider = providers[said["provider"]]
        service.save()
        service.serves.set([districts[name] for name in said["serves"] if name in districts])

    return save


# Taking it back ----------------------------------------------------------------------------------
@dataclass
class Undone:
    """What taking back did. `kept` are the codes of what somebody has changed since: that stays."""

    restored: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def last_applied() -> CareImport | None:
    """Give the import that can be taken back now."""
    return CareImport.objects.filter(state=ImportState.APPLIED).order_by("-applied_at", "-pk").first()


@transaction.atomic
def undo(file: CareImport, *, by: Account) -> Undone:
    """Make everything as it was before the last import, but what was changed since. Raises NotTheLast."""
    last = last_applied()
    if last is None or last.pk != file.pk:
        raise NotTheLast
    taken = CareImport.objects.filter(pk=file.pk, state=ImportState.APPLIED).update(
        state=ImportState.UNDONE, undone_at=timezone.now(), undone_by=by
    )
    if not taken:
        raise NotTheLast
    changes = list(file.changes.all())
    done = Undone()
    _undo_services([one for one in changes if one.what == SERVICE], done)
    _undo_providers([one for one in changes if one.what == PROVIDER], done)
    note(
        Kind.CARE_IMPORT_UNDONE, who=by.person.key, subject=f"care_import:{file.pk}",
        restored=done.restored, removed=done.removed, kept=len(done.kept),
    )  # fmt: skip
    return done


def _undo_services(changes: list[CareChange], done: Undone) -> None:
    codes = [one.code for one in changes]
    list(CareService.objects.select_for_update().filter(code__in=codes).order_by("pk"))
    rows = services_by_code(codes)
    touched = set(
        CareService.objects.filter(code__in=codes).exclude(reports=None, requests=None).values_list("code", flat=True)
    )
    save = _saver([one.before for one in changes if one.before])
    for one in changes:
        row = rows.get(one.code)
        if row is None or service_values(row) != one.after:
            done.kept.append(one.code)
        elif one.before:
            save(row, one.before)
            done.restored += 1
        elif one.code in touched:  # somebody wrote about it: it leaves the list, and what they wrote stays
            row.withdrawn_on = timezone.localdate()
            row.save()
            done.removed += 1
        else:
            row.delete()
            done.removed += 1


def _undo_providers(changes: list[CareChange], done: Undone) -> None:
    rows = providers_by_code(one.code for one in changes)
    for one in changes:
        row = rows.get(one.code)
        if row is None or {"code": row.code, **provider_values(row)} != one.after:
            done.kept.append(one.code)
        elif one.before:
            fill_provider(row, one.before).save()
        elif not row.services.exists():
            row.delete()
        else:
            done.kept.append(one.code)
