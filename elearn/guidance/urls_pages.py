"""Addresses of guides beside the pages themselves: the way to them, large-type paper, opening a film."""

from django.urls import URLPattern, path

from .views import guides

urlpatterns: list[URLPattern] = [
    path("", guides.front, name="front"),
    path("<int:guide_id>/paper.pdf", guides.paper, name="guide_paper"),
    path("<int:guide_id>/mine/", guides.mine, name="guide_mine"),
    path("<int:guide_id>/film/<uuid:film_id>/", guides.film, name="guide_film"),
]
