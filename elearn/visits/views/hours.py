"""When I can come: a calendar of five weeks, the usual week, one day otherwise, days away, and the secret feed."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..domain import hours
from ..domain.availability import absence_on, days_from, fetch, hours_on, stranded
from ..enums import HOLDS_TIME, AbsenceKind
from ..forms_trainer import AwayForm, DayForm, WeekForm, shown_clock
from ..models import Absence, Trainer, Visit
from .trainer import for_trainers

WEEKS = 5


@dataclass(frozen=True)
class Cell:
    """A day of the calendar."""

    day: date
    hours: tuple[time, time] | None
    away: Absence | None
    is_other: bool  # not as in every week
    visits: int
    is_past: bool
    is_today: bool


@require_safe
@for_trainers
def calendar(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Five weeks, a day each; every day can be changed."""
    fetch([trainer])
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    cells = _cells(trainer, days_from(monday, WEEKS * 7))
    context = {
        "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
        "usual": trainer.hours.all(),
        "away": [row for row in trainer.absences.all() if row.last_day >= timezone.localdate()],
        "stranded": len(stranded([trainer])),
    }
    return render(request, "visits/hours.html", context)


def _cells(trainer: Trainer, days: list[date]) -> list[Cell]:
    taken = Visit.objects.filter(
        trainer=trainer, state__in=HOLDS_TIME, starts_at__date__gte=days[0], starts_at__date__lte=days[-1]
    )
    by_day = taken.annotate(day=TruncDate("starts_at")).values("day").order_by("day").annotate(count=Count("pk"))
    visits = {row["day"]: row["count"] for row in by_day}
    others = {row.day for row in trainer.extra_hours.all()}
    today = timezone.localdate()
    return [
        Cell(
            day, hours_on(trainer, day), absence_on(trainer, day), day in others, visits.get(day, 0),
            is_past=day < today, is_today=day == today,
        )
        for day in days
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_trainers
def week(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The hours of every week."""
    form = WeekForm(request.POST) if request.method == "POST" else WeekForm.of(trainer)
    if form.is_bound and form.is_valid():
        hours.set_week(trainer, form.hours())
        return _kept(request, trainer)
    return render(request, "visits/hours_week.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_trainers
def day(request: HttpRequest, trainer: Trainer, day: str) -> HttpResponse:
    """One day: as usual, otherwise, or away."""
    which = _read_day(day)
    fetch([trainer])
    usual = next((row for row in trainer.hours.all() if row.weekday == which.weekday()), None)
    form = DayForm(request.POST) if request.method == "POST" else DayForm(initial=_initial(trainer, which))
    if form.is_bound and form.is_valid():
        _keep_day(trainer, which, form)
        return _kept(request, trainer)
    context = {"form": form, "day": which, "usual": usual}
    return render(request, "visits/hours_day.html", context, status=422 if form.errors else 200)


def _initial(trainer: Trainer, which: date) -> dict[str, str]:
    if absence_on(trainer, which):
        return {"how": DayForm.AWAY}
    other = next((row for row in trainer.extra_hours.all() if row.day == which), None)
    if other is None:
        return {"how": DayForm.USUAL}
    return {"how": DayForm.OTHER, "starts": shown_clock(other.starts), "ends": shown_clock(other.ends)}


def _keep_day(trainer: Trainer, which: date, form: DayForm) -> None:
    how = form.cleaned_data["how"]
    if how == DayForm.AWAY:
        hours.go_away(trainer, which, which, AbsenceKind.OTHER)
    elif how == DayForm.OTHER:
        hours.set_day(trainer, which, *form.hours())
    else:
        hours.as_usual(trainer, which)


def _read_day(said: str) -> date:
    try:
        found = date.fromisoformat(said)
    except ValueError as error:
        raise Http404 from error
    if not timezone.localdate() <= found <= timezone.localdate() + timedelta(days=400):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@for_trainers
def away(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Several days away."""
    form = AwayForm(request.POST or None)
    if form.is_bound and form.is_valid():
        hours.go_away(trainer, *form.days())
        return _kept(request, trainer)
    return render(request, "visits/hours_away.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@for_trainers
def back(request: HttpRequest, trainer: Trainer, pk: int) -> HttpResponse:
    """Take days away back."""
    hours.come_back(get_object_or_404(Absence, pk=pk, trainer=trainer))
    return _kept(request, trainer)


def _kept(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Say that it is kept, and whether visits stand at times that are not free any more."""
    messages.success(request, _("It is saved."))
    left = len(stranded([Trainer.objects.get(pk=trainer.pk)]))
    if left:
        words = _(
            "Visits at times when you do not work now: %(count)d. The office sees them and looks for somebody else."
        )
        messages.warning(request, words % {"count": left})
    return redirect("visits:hours")


@require_http_methods(["GET", "POST"])
@for_trainers
def feed(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The secret address of my calendar; POST gives another one."""
    if request.method == "POST":
        hours.new_calendar_address(trainer)
        messages.success(request, _("The calendar has a new address. The old one shows nothing any more."))
        return redirect("visits:calendar_address")
    address = f"{settings.BASE_URL}{reverse('visits:calendar', args=[trainer.calendar_key])}"
    return render(request, "visits/calendar_address.html", {"address": address})
