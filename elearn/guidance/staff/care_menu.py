"""The entry of the directory in the admin's menu, with its four areas."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from .care_imports import CareImportViewSet
from .care_mistakes import CareMistakeViewSet
from .care_providers import CareProviderViewSet
from .care_services import CareServiceViewSet


class CareGroup(ViewSetGroup):
    menu_label = gettext_lazy("Care services")
    menu_icon = "home"
    menu_name = "care"
    menu_order = 270
    items = (CareServiceViewSet, CareProviderViewSet, CareMistakeViewSet, CareImportViewSet)
