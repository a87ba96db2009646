"""The last look before a draft is released: who will be told what, and what cannot be released as it stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from elearn.people.api import account_of, contacts_for_messages

from ..domain import release
from ..enums import PlanState
from ..errors import VisitError
from ..models import PlannedVisit
from ..plan_words import difference, when
from ..tasks_plans import enqueue_release
from .plan_board import Sheet, title_of
from .plans import PlansAdminView


@dataclass(frozen=True)
class Told:
    """What one person is told, and how."""

    row: PlannedVisit
    words: str
    how: str


class ReleaseView(PlansAdminView):
    """GET shows what releasing means; POST releases, once."""

    template_name = "visits/admin/plan_release.html"
    page_title = gettext_lazy("Release the plan")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        if run.state != PlanState.DRAFT:
            return redirect("visits_plans:plan", run.key)
        sheet = Sheet(run)
        changes = [release.change_of(row) for row in sheet.rows]
        blocked = {line.row.pk for line in sheet.blocked}
        people = [change.row for change in changes if change.is_told and change.row.pk not in blocked]
        trainers = {row.trainer.person.name for row in people if row.trainer}
        return self.page(
            run=run, told=_told(people), blocked=sheet.blocked, trainers=sorted(trainers),
            same=sheet.changes["same"], unplaced=sheet.changes["nothing"],
        )  # fmt: skip

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        try:
            release.release(run, by=account_of(request))
        except VisitError:
            messages.warning(request, _("Somebody has released this plan already, or put it away."))
        else:
            enqueue_release(run)
        return redirect("visits_plans:plan", run.key)

    def more_crumbs(self) -> list[dict[str, Any]]:
        run = self.run_of(self.kwargs["key"])
        plan = {"url": reverse("visits_plans:plan", args=[run.key]), "label": title_of(run)}
        return [plan, {"url": "", "label": self.page_title}]


def _told(rows: list[PlannedVisit]) -> list[Told]:
    people = [row.request.person for row in rows]
    prefetch_related_objects(people, "contact_points")
    reached = contacts_for_messages(people)
    return [Told(row, _what(row), _how(reached[row.request.person_id] is not None)) for row in rows]


def _what(row: PlannedVisit) -> str:
    if row.starts_at is None or row.trainer is None:
        return difference(row)
    facts = {"when": when(row.starts_at), "trainer": row.trainer.person.name}
    return f"{_('%(when)s with %(trainer)s') % facts} ({difference(row)})"


def _how(can_be_written_to: bool) -> str:
    """Say how a person is told; who has neither mobile phone nor e-mail of their own is called."""
    return _("by message") if can_be_written_to else _("by a call: we know no mobile number or e-mail")
