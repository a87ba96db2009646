"""Days off in the Wagtail admin: coordinators keep them, and the clock of questions counts by them."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import DayOff


def when_in_words(row: DayOff) -> str:
    """Whether it comes each year, and whether it is worked."""
    words = [_("every year") if row.every_year else str(row.day.year)]
    if row.is_worked:
        words.append(_("we work"))
    return ", ".join(words)


class DayOffViewSet(ModelViewSet):
    """The "Days off" area."""

    model = DayOff
    name = "days_off"
    url_prefix = "days-off"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Days off")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None

    @cached_property
    def panels(self) -> list[Any]:
        words = gettext_lazy(
            "Holidays with a fixed date are here already, from the Labour Code. Ramazan and Qurban move: write their "
            "days down each December, when they are announced, and look whether the days of Novruz are as here."
        )
        return [HelpPanel(content=words), *map(FieldPanel, ("name", "day", "every_year", "moves", "is_worked"))]

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels).bind_to_model(self.model)

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn("name", label=gettext_lazy("Name"), accessor="name", url_name=self.get_url_name("edit")),
            Column("day", label=gettext_lazy("Day"), accessor="day"),
            Column("when", label=gettext_lazy("When"), accessor=when_in_words),
        ]
