"""Labels that others forgot to give, or gave in the language of whoever came first after a start."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem


def name_filters() -> None:
    """Name the languages in wagtail-localize's report; once, when the apps are ready."""
    from wagtail_localize.views.report import TranslationsReportFilterSet

    named = {"source_locale": _("Source"), "target_locale": _("Target")}
    for name, label in named.items():
        TranslationsReportFilterSet.base_filters[name].label = label


def name_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Name wagtail-localize's report in the reader's language."""
    translations = reverse("wagtail_localize:translations_report")
    for item in menu_items:
        if item.url == translations:
            item.label = _("Translations")


def only_help_of_ours(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take the ways to English pages of elsewhere out of the help menu."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]
