"""The list of public pages for search engines. A guide long past its review day is not on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap

from elearn.guidance.api import left_search


class FindablePages(Sitemap):
    """Every public page but those that left the search."""

    def items(self) -> Any:
        return super().items().exclude(pk__in=left_search())


def pages(request: HttpRequest) -> HttpResponse:
    """Give the list as XML."""
    answer: HttpResponse = sitemap(request, sitemaps={"pages": FindablePages(request)})
    return answer
