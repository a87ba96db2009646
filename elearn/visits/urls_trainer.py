"""Addresses for trainers: their visits, whom they could visit, when they can come, and their calendar."""

from django.urls import URLPattern, path

from .views import calendar, hours, near, trainer, trainer_move

urlpatterns: list[URLPattern] = [
    path("", trainer.home, name="trainer"),
    path("visits/<uuid:key>/", trainer.visit, name="trainer_visit"),
    path("visits/<uuid:key>/move/", trainer_move.other_time, name="trainer_move"),
    path("face/", trainer.own_face, name="trainer_face"),
    path("near/", near.near, name="near"),
    path("near/<uuid:key>/", near.times, name="near_times"),
    path("near/<uuid:key>/<slug:at>/", near.offer, name="near_offer"),
    path("hours/", hours.calendar, name="hours"),
    path("hours/week/", hours.week, name="hours_week"),
    path("hours/away/", hours.away, name="hours_away"),
    path("hours/away/<int:pk>/back/", hours.back, name="hours_back"),
    path("hours/<slug:day>/", hours.day, name="hours_day"),
    path("calendar/", hours.feed, name="calendar_address"),
    path("calendar/<uuid:key>.ics", calendar.calendar, name="calendar"),
]
