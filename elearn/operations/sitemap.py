"""The list of public pages for search engines.

A guide long past its review day is not on it, nor a lesson of a course whose lessons are not open to everybody, nor
what is no page to be read: a bank of questions, a module.
"""

from typing import Any

from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap

import courses.api
from elearn.guidance.api import left_search


class FindablePages(Sitemap):
    """Every public page that everybody can read, but those that left the search."""

    def items(self) -> Any:
        items = super().items().exclude(pk__in=left_search())
        return items.exclude(pk__in=courses.api.pages_not_to_find())


class Webinars(PlainSitemap):
    """Every webinar that everybody may see; each has one address in all languages."""

    def items(self) -> Any:
        return courses.api.public_webinars()

    def location(self, item: Any) -> str:
        return reverse("courses:webinar", args=[item.pk])

    def lastmod(self, item: Any) -> Any:
        return item.changed_at


def pages(request: HttpRequest) -> HttpResponse:
    """Give the list as XML."""
    answer: HttpResponse = sitemap(request, sitemaps={"pages": FindablePages(request), "webinars": Webinars()})
    return answer
