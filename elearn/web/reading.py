"""An area of the Wagtail admin whose rows are made elsewhere: staff list and read them, nobody adds or edits one."""

from typing import Any, ClassVar

from django.urls import URLPattern, path
from django.views.generic.base import View
from wagtail.admin.viewsets.model import ModelViewSet


class ReadingViewSet(ModelViewSet):
    """A list, and a page to read each row on, named "read"."""

    read_view_class: ClassVar[type[View]]
    # The key in the address of a row, such as "<uuid:pk>/".
    read_route = "<int:pk>/"
    add_to_admin_menu = True
    add_to_reference_index = False
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.more_urlpatterns(),
            path(self.read_route, self.construct_view(self.read_view_class), name="read"),
        ]

    def more_urlpatterns(self) -> list[URLPattern]:
        """Give the addresses of this area beside the list and the rows."""
        return []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_common_view_kwargs(**kwargs)
        absent = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {key: value for key, value in known.items() if key not in absent}

    def register_admin_url_finder(self) -> None:
        """There is no page to edit a row on."""
