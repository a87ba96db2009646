"""Plans in the Wagtail admin: the list with what is in trouble, a new plan, one that mends what cannot stay."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import account_of

from ..domain import beside, plan, replan
from ..enums import PlanState
from ..errors import VisitError
from ..forms_plans import PlanForm
from ..models import PlanRun
from ..plan_weights import Wishes
from ..tasks_plans import enqueue_plan

PER_PAGE = 20
UNDER_WAY = (PlanState.WAITING, PlanState.RUNNING)


class PlansAdminView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What all pages about plans share: who may, and the way back to the list."""

    permission_required = "visits.plan_visits"
    raise_exception = True
    page_title: Any = gettext_lazy("Plans of home visits")
    header_icon = "date"
    model = PlanRun

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plans = {"url": reverse("visits_plans:index"), "label": _("Plans of home visits")}
        return [*self.breadcrumbs_items, plans, *self.more_crumbs()]

    def more_crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def run_of(self, key: str) -> PlanRun:
        return get_object_or_404(PlanRun.objects.select_related("made_by__person", "released_by__person"), key=key)

    def page(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class PlansView(PlansAdminView):
    """All plans, newest first; before them the visits that cannot take place as they stand."""

    template_name = "visits/admin/plans.html"

    def more_crumbs(self) -> list[dict[str, Any]]:
        return []

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(_plans(), PER_PAGE).get_page(request.GET.get("p"))
        return self.page(page_obj=page, stranded=replan.stranded(), missed=replan.missed(), lacking=beside.lacking())


def _plans() -> QuerySet[PlanRun]:
    return PlanRun.objects.select_related("made_by__person").order_by("-made_at", "-pk")


class NewPlanView(PlansAdminView):
    """The days and what matters, in plain words."""

    template_name = "visits/admin/plan_new.html"
    page_title = gettext_lazy("Plan the next fortnight")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=PlanForm(), under_way=PlanRun.objects.filter(state__in=UNDER_WAY).first())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        run = plan.begin(
            form.cleaned_data["first_day"], form.last_day, by=account_of(request),
            seconds=form.cleaned_data["seconds"], wishes=form.wishes(),
        )  # fmt: skip
        enqueue_plan(run)
        return redirect("visits_plans:plan", run.key)


class MendView(PlansAdminView):
    """POST begins a plan that changes as little as possible."""

    def post(self, request: HttpRequest) -> HttpResponse:
        run = replan.plan_again(by=account_of(request))
        enqueue_plan(run)
        return redirect("visits_plans:plan", run.key)


class PlanAgainView(PlansAdminView):
    """POST plans the days of a draft once more; what is pinned in it stays."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        old = self.run_of(key)
        first_day = max(old.first_day, timezone.localdate()) if old.is_replanning else old.first_day
        try:
            run = plan.begin(
                first_day, old.last_day, by=account_of(request), seconds=old.seconds,
                wishes=Wishes.of(old.weights), is_replanning=old.is_replanning, follows=old,
            )  # fmt: skip
        except ValueError:
            messages.error(request, _("These days have begun already. Please make a new plan."))
            return redirect("visits_plans:plan", old.key)
        enqueue_plan(run)
        return redirect("visits_plans:plan", run.key)


class StopView(PlansAdminView):
    """POST stops the planner, which keeps the best it has."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        plan.stop(run)
        messages.success(request, _("It stops, and keeps the best plan so far."))
        return redirect("visits_plans:plan", run.key)


class DiscardView(PlansAdminView):
    """POST puts a draft away."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        try:
            plan.discard(run, by=account_of(request))
        except VisitError:
            messages.warning(request, _("This plan has been released already."))
            return redirect("visits_plans:plan", run.key)
        messages.success(request, _("The draft is put away. Nobody was told of it."))
        return redirect("visits_plans:index")
