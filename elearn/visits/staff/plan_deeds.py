"""What a coordinator does with a draft: move a visit, a little or anywhere; pin, put back, take out, undo."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..domain import by_hand
from ..domain.doubts import Board, Doubt
from ..errors import NotLikeThis, VisitError
from ..forms_plans import MoveForm
from ..models import PlannedVisit, PlanRun
from ..plan_time import day_of
from ..plan_words import Names, doubt_words, helps, when, why
from ..policies import fits
from .plan_board import title_of
from .plans import PlansAdminView

STEP = timedelta(minutes=15)


def board_address(run: PlanRun, row: PlannedVisit | None = None) -> str:
    """Give the page of a draft, at the day of a visit and at the visit itself: the keyboard stays where it was."""
    address = reverse("visits_plans:plan", args=[run.key])
    if row is None:
        return address
    day = f"?day={day_of(row.starts_at).isoformat()}" if row.starts_at else ""
    return f"{address}{day}#visit-{row.pk}"


def names_of(board: Board) -> Names:
    return {pk: trainer.person.name for pk, trainer in board.facts.trainers.items()}


def say(request: HttpRequest, row: PlannedVisit, doubts: Sequence[Doubt]) -> None:
    """Say where a visit is now, and what stands against it."""
    board = by_hand.board_of(row.run, [row])
    words = [doubt_words(doubt, names_of(board)) for doubt in doubts]
    facts = {
        "who": row.request.person.name,
        "when": when(row.starts_at) if row.starts_at else "",
        "trainer": row.trainer.person.name if row.trainer else "",
    }
    said = _("%(who)s: %(when)s with %(trainer)s.") % facts
    if words:
        messages.warning(request, " ".join([said, *words]))
    else:
        messages.success(request, said)


def refuse(request: HttpRequest, error: VisitError, names: Names | None = None) -> None:
    doubts = error.doubts if isinstance(error, NotLikeThis) else []
    messages.error(request, " ".join([str(error.words), *(doubt_words(doubt, names or {}) for doubt in doubts)]))


class MoveView(PlansAdminView):
    """Choose who goes, on which day, at what time. The same address takes what was dragged."""

    template_name = "visits/admin/plan_move.html"
    page_title = gettext_lazy("Move a visit")

    def get(self, request: HttpRequest, key: str, row_id: int) -> HttpResponse:
        run, rows, row = self._row(key, row_id)
        return self._page(run, row, by_hand.board_of(run, rows))

    def post(self, request: HttpRequest, key: str, row_id: int) -> HttpResponse:
        run, rows, row = self._row(key, row_id)
        form = MoveForm(request.POST, run=run, row=row)
        if not form.is_valid():
            return self._page(run, row, by_hand.board_of(run, rows), form)
        try:
            moved, doubts = by_hand.move(run, row.pk, trainer=form.cleaned_data["trainer"], starts_at=form.starts_at())
        except NotLikeThis as error:
            form.add_error(None, " ".join(doubt_words(doubt, {}) for doubt in error.doubts))
            return self._page(run, row, by_hand.board_of(run, rows), form)
        except VisitError as error:
            refuse(request, error)
            return redirect("visits_plans:plan", run.key)
        say(request, moved, doubts)
        return redirect(board_address(run, moved))

    def _page(self, run: PlanRun, row: PlannedVisit, board: Board, form: MoveForm | None = None) -> HttpResponse:
        names = names_of(board)
        start = row.starts_at or (row.visit.starts_at if row.visit else None)
        first = {"trainer": row.trainer_id, "time": "10:00"}
        if start:
            local = when(start)
            first |= {"day": day_of(start).isoformat(), "time": local.rsplit(", ", 1)[1]}
        return self.page(
            run=run, row=row, why=why(row, names), helps=helps(row, names) if row.starts_at is None else "",
            form=form or MoveForm(run=run, board=board, row=row, initial=first),
            windows=row.request.windows.all(),
            able=[t for t in board.facts.trainers.values() if fits(t, row.request) and not t.suspended_at],
        )  # fmt: skip

    def more_crumbs(self) -> list[dict[str, Any]]:
        run = self.run_of(self.kwargs["key"])
        plan = {"url": reverse("visits_plans:plan", args=[run.key]), "label": title_of(run)}
        return [plan, {"url": "", "label": self.page_title}]

    def _row(self, key: str, row_id: int) -> tuple[PlanRun, list[PlannedVisit], PlannedVisit]:
        run = self.run_of(key)
        get_object_or_404(PlannedVisit, pk=row_id, run=run)
        rows = by_hand.rows_of(run)
        return run, rows, next(row for row in rows if row.pk == row_id)


class DeedView(PlansAdminView):
    """POST does one thing with one visit, named by the button."""

    def post(self, request: HttpRequest, key: str, row_id: int) -> HttpResponse:
        run = self.run_of(key)
        row = get_object_or_404(PlannedVisit.objects.select_related("trainer", "run"), pk=row_id, run=run)
        try:
            changed = self._do(request, run, row, request.POST.get("deed", ""))
        except VisitError as error:
            refuse(request, error)
            return redirect(board_address(run, row))
        return redirect(board_address(run, changed))

    def _do(self, request: HttpRequest, run: PlanRun, row: PlannedVisit, deed: str) -> PlannedVisit:
        if deed in ("earlier", "later") and row.trainer and row.starts_at:
            starts_at = row.starts_at + (STEP if deed == "later" else -STEP)
            moved, doubts = by_hand.move(run, row.pk, trainer=row.trainer, starts_at=starts_at)
            say(request, moved, doubts)
            return moved
        if deed in ("pin", "unpin"):
            return by_hand.pin(run, row.pk, is_pinned=deed == "pin")
        if deed == "back":
            return by_hand.put_back(run, row.pk)
        if deed == "out":
            return by_hand.take_out(run, row.pk)
        return row


class UndoView(PlansAdminView):
    """POST takes back what was done last."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        try:
            row = by_hand.undo(run)
        except VisitError as error:
            refuse(request, error)
            return redirect(board_address(run))
        if row is None:
            messages.info(request, _("There is nothing left to undo."))
        else:
            messages.success(request, _("Undone: %(who)s.") % {"who": row.request.person.name})
        return redirect(board_address(run, row))
