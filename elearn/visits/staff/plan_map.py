"""The ways of one day of a plan, drawn by the server."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from elearn.people.models import District

from .. import travel
from ..plan_map import Round, draw
from .plan_board import Lane, Sheet, chosen_day, title_of
from .plans import PlansAdminView


class MapView(PlansAdminView):
    """A drawing, and beside it the same in words."""

    template_name = "visits/admin/plan_map.html"
    page_title = gettext_lazy("The ways of a day")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        run = self.run_of(key)
        sheet = Sheet(run, chosen_day(request))
        lanes = [lane for lane in sheet.lanes if lane.lines]
        districts = [((one.latitude, one.longitude), one.name) for one in District.objects.all()]
        drawing = draw([_round(lane) for lane in lanes], districts)
        return self.page(
            run=run, sheet=sheet, drawing=drawing, lanes=list(zip(lanes, drawing.ways, strict=True)),
            credit=settings.MAP_CREDIT if settings.MAP_TILES else "",
        )  # fmt: skip

    def more_crumbs(self) -> list[dict[str, Any]]:
        run = self.run_of(self.kwargs["key"])
        plan = {"url": reverse("visits_plans:plan", args=[run.key]), "label": title_of(run)}
        return [plan, {"url": "", "label": self.page_title}]


def _round(lane: Lane) -> Round:
    return Round(travel.base_of(lane.trainer), [travel.place_of(line.row.request) for line in lane.lines])
