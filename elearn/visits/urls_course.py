"""Addresses of what is taught at home: the skills and their sheets, and the cards that are chosen together."""

from django.urls import URLPattern, path

from .views import certificate, course, course_cards

urlpatterns: list[URLPattern] = [
    path("", course.skills, name="skills"),
    path("cards/all/", course_cards.index, name="cards"),
    path("cards/mine/", course_cards.learnt, name="learnt"),
    path("cards/<uuid:key>/", course_cards.overview, name="cards_of"),
    path("cards/<uuid:key>/certificate/", certificate.wish_at_table, name="cards_certificate"),
    path("cards/<uuid:key>/<slug:code>/<slug:when>/", course_cards.choose, name="cards_choose"),
    path("visit/<uuid:key>/sheets.pdf", course.visit_papers, name="visit_papers"),
    path("<slug:code>/", course.skill, name="skill"),
    path("<slug:code>/film/", course.film, name="skill_film"),
    path("<slug:code>/<slug:language>.pdf", course.paper, name="skill_paper"),
]
