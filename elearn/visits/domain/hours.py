"""A trainer says when they can come: the usual week, one day otherwise, days away; and the secret calendar address."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import uuid4

from django.db import transaction

from elearn.history.api import Kind, note

from ..enums import AbsenceKind
from ..models import Absence, ExtraHours, Trainer, WorkingHours


@transaction.atomic
def set_week(trainer: Trainer, hours: Mapping[int, tuple[time, time]]) -> None:
    """Keep the hours of every week, by weekday from 0 (Monday); a weekday that is not given is free."""
    _locked(trainer)
    WorkingHours.objects.filter(trainer=trainer).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(trainer=trainer, weekday=weekday, starts=starts, ends=ends)
        for weekday, (starts, ends) in sorted(hours.items())
    )


@transaction.atomic
def set_day(trainer: Trainer, day: date, starts: time, ends: time) -> None:
    """Keep the hours of one day, in place of what the week says; an absence on that day is cut out."""
    _locked(trainer)
    _cut_out(trainer, day)
    ExtraHours.objects.update_or_create(trainer=trainer, day=day, defaults={"starts": starts, "ends": ends})


@transaction.atomic
def as_usual(trainer: Trainer, day: date) -> None:
    """Let a day be as the week says again."""
    _locked(trainer)
    _cut_out(trainer, day)
    ExtraHours.objects.filter(trainer=trainer, day=day).delete()


@transaction.atomic
def go_away(trainer: Trainer, first_day: date, last_day: date, kind: AbsenceKind) -> Absence:
    """Keep that a trainer does not work from one day to another; days that follow each other become one row."""
    _locked(trainer)
    touching = Absence.objects.filter(trainer=trainer, kind=kind, first_day__lte=last_day, last_day__gte=first_day)
    rows = list(touching)
    first_day = min([first_day, *(row.first_day for row in rows)])
    last_day = max([last_day, *(row.last_day for row in rows)])
    touching.delete()
    note(Kind.TRAINER_AWAY, who=trainer.person.key, subject=f"trainer:{trainer.pk}", is_check=trainer.is_check)
    return Absence.objects.create(trainer=trainer, first_day=first_day, last_day=last_day, kind=kind)


@transaction.atomic
def come_back(absence: Absence) -> None:
    """Take back days away."""
    absence.delete()


@transaction.atomic
def new_calendar_address(trainer: Trainer) -> Trainer:
    """Give the calendar another secret address; the one before shows nothing any more."""
    trainer.calendar_key = uuid4()
    trainer.save(update_fields=["calendar_key"])
    note(Kind.CALENDAR_ADDRESS, who=trainer.person.key, subject=f"trainer:{trainer.pk}", is_check=trainer.is_check)
    return trainer


def _cut_out(trainer: Trainer, day: date) -> None:
    """Take one day out of the days away, which may split them."""
    one = timedelta(days=1)
    for row in Absence.objects.filter(trainer=trainer, first_day__lte=day, last_day__gte=day):
        row.delete()
        if row.first_day < day:
            Absence.objects.create(trainer=trainer, first_day=row.first_day, last_day=day - one, kind=row.kind)
        if row.last_day > day:
            Absence.objects.create(trainer=trainer, first_day=day + one, last_day=row.last_day, kind=row.kind)


def _locked(trainer: Trainer) -> None:
    """Let who books this trainer's time wait until the hours are written, and the other way round."""
    Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)
