"""Addresses of attempts at questions."""

from django.urls import URLPattern, path

from courses.views import quiz_pictures

urlpatterns: list[URLPattern] = [
    path("learn/lesson/<int:lesson_id>/quiz/picture/<int:image_id>/", quiz_pictures.quiz_picture, name="quiz_picture"),
]
