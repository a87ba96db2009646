"""One plan in the Wagtail admin, as it stands: being made, a draft beside today's plan, being released, released."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import errors
from ..domain.by_hand import board_of, rows_of
from ..domain.doubts import Board, Doubt, Level
from ..domain.release import change_of
from ..domain.route import minute
from ..enums import PlanState
from ..models import PlannedVisit, PlanRun, Trainer
from ..plan_time import day_of
from ..plan_timeline import Timeline, timeline
from ..plan_words import difference, doubt_words, helps, why
from ..planning import daybook
from .plans import PlansAdminView

# So many are listed at first of what changes, and of what has no place.
MOST_SHOWN = 30
TEMPLATES = {
    PlanState.WAITING: "visits/admin/plan_progress.html",
    PlanState.RUNNING: "visits/admin/plan_progress.html",
    PlanState.DRAFT: "visits/admin/plan_board.html",
    PlanState.RELEASING: "visits/admin/plan_progress.html",
}


@dataclass(frozen=True)
class Line:
    """A visit of a draft as it is shown."""

    row: PlannedVisit
    why: str
    difference: str
    helps: str
    doubts: list[tuple[str, bool]]  # in words, and whether release would refuse it

    @property
    def is_blocked(self) -> bool:
        return any(is_block for _words, is_block in self.doubts)


@dataclass(frozen=True)
class Lane:
    """A trainer's day: the draft, what is booked beside it, and today's plan."""

    trainer: Trainer
    hours: str
    lines: list[Line]
    meanwhile: list[PlannedVisit]
    today: list[Line]
    travel: int


class Sheet:
    """A draft with everything that its page shows of one day."""

    def __init__(self, run: PlanRun, day: date | None = None, *, shows_all: bool = False) -> None:
        self.run, self.shows_all = run, shows_all
        self.rows = rows_of(run)
        self.board: Board = board_of(run, self.rows)
        self.names = {pk: trainer.person.name for pk, trainer in self.board.facts.trainers.items()}
        self.lines = {row.pk: self._line(row) for row in self.rows}
        self.changes = Counter(change_of(row).kind for row in self.rows)
        self.day = day if day in run.days else self._first_day()

    def _line(self, row: PlannedVisit) -> Line:
        doubts: list[Doubt] = self.board.doubts(row)
        words = [(doubt_words(doubt, self.names), doubt.level >= Level.BLOCK) for doubt in doubts]
        return Line(row, why(row, self.names), difference(row), helps(row, self.names), words)

    def _first_day(self) -> date:
        return min((day_of(row.starts_at) for row in self.rows if row.starts_at), default=self.run.first_day)

    @property
    def unplaced(self) -> list[Line]:
        return [self.lines[row.pk] for row in self.rows if row.starts_at is None]

    @property
    def shown_unplaced(self) -> list[Line]:
        return self.unplaced if self.shows_all else self.unplaced[:MOST_SHOWN]

    @property
    def changed(self) -> list[Line]:
        """Give the visits that people know of and that would change."""
        return [self.lines[row.pk] for row in self.rows if change_of(row).kind in ("moved", "cancelled")]

    @property
    def shown_changed(self) -> list[Line]:
        return self.changed if self.shows_all else self.changed[:MOST_SHOWN]

    @property
    def blocked(self) -> list[Line]:
        return [line for line in self.lines.values() if line.is_blocked]

    @property
    def days(self) -> list[tuple[date, str, int]]:
        counts = Counter(day_of(row.starts_at) for row in self.rows if row.starts_at)
        return [(day, date_format(day, "D d.m"), counts[day]) for day in self.run.days]

    @property
    def lanes(self) -> list[Lane]:
        """Give the trainers who work on the day or have a visit then, in the order of their names."""
        facts = self.board.facts
        found = []
        for trainer in facts.trainers.values():
            rows = sorted(
                self.board.by_day.get((trainer.pk, self.day), []), key=lambda row: (row.starts_at, row.pk or 0)
            )
            today = [self.lines[row.pk] for row in self.rows if _is_today(row, trainer, self.day)]
            if rows or today or (trainer.pk, self.day) in facts.shifts:
                found.append(self._lane(trainer, rows, today))
        return found

    def _lane(self, trainer: Trainer, rows: list[PlannedVisit], today: list[Line]) -> Lane:
        span = self.board.facts.shifts.get((trainer.pk, self.day))
        laid = self.board.day_of_trainer(trainer, self.day)
        return Lane(
            trainer=trainer,
            hours=f"{_clock(minute(span[0]))}–{_clock(minute(span[1]))}" if span else _("does not work that day"),
            lines=[self.lines[row.pk] for row in rows if row.pk],
            meanwhile=[row for row in rows if not row.pk],
            today=sorted(today, key=lambda line: line.row.visit.starts_at if line.row.visit else 0),
            travel=daybook.travel_minutes(*laid) if laid else 0,
        )

    @property
    def timeline(self) -> Timeline:
        spans = {pk: (minute(a), minute(b)) for (pk, day), (a, b) in self.board.facts.shifts.items() if day == self.day}
        return timeline(self.lanes, spans)


def _is_today(row: PlannedVisit, trainer: Trainer, day: date) -> bool:
    visit = row.visit
    return visit is not None and visit.trainer_id == trainer.pk and day_of(visit.starts_at) == day


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


class PlanView(PlansAdminView):
    """One plan; what is shown depends on its state."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        self.template_name = TEMPLATES.get(PlanState(run.state), "visits/admin/plan_over.html")
        self.page_title = title_of(run)
        if run.state == PlanState.DRAFT:
            return self.page(run=run, sheet=Sheet(run, chosen_day(request), shows_all="all" in request.GET))
        return self.page(run=run, status=status_of(run), **_outcomes(run))


def title_of(run: PlanRun) -> str:
    """Say which days a plan is of."""
    return f"{date_format(run.first_day, 'j E')} – {date_format(run.last_day, 'j E Y')}"


def chosen_day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _outcomes(run: PlanRun) -> dict[str, Any]:
    if run.state not in (PlanState.RELEASING, PlanState.RELEASED):
        return {}
    rows = run.planned.select_related("request__person", "trainer__person").exclude(outcome="")
    failed = [(row, _words_of(row.fault)) for row in rows if row.fault]
    return {"counts": Counter(row.get_outcome_display() for row in rows).items(), "failed": failed}


def _words_of(fault: str) -> str:
    return str(getattr(errors, fault, errors.VisitError).words)


class StatusView(PlansAdminView):
    """How far a plan is, for the page's script."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        return JsonResponse({"state": run.state, **status_of(run)})


def status_of(run: PlanRun) -> dict[str, Any]:
    """Give the percent of what is under way, and a sentence about it."""
    if run.state == PlanState.RELEASING:
        rows = run.planned
        done, count = rows.exclude(outcome="").count(), rows.count()
        words = _("%(done)d of %(count)d visits are released.") % {"done": done, "count": count}
        return {"percent": round(done / count * 100) if count else 100, "words": words}
    if run.state == PlanState.WAITING:
        return {"percent": 0, "words": _("It begins as soon as a worker is free.")}
    placed, visits = run.progress.get("placed"), run.progress.get("visits")
    if placed is None:
        return {"percent": run.percent, "words": _("It has begun.")}
    words = _("%(placed)d of %(visits)d visits have a place so far.") % {"placed": placed, "visits": visits}
    return {"percent": run.percent, "words": words}
