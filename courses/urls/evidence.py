"""Addresses of reading in place of watching."""

from django.urls import URLPattern, path

from courses.views import words

urlpatterns: list[URLPattern] = [
    path("learn/lesson/<int:lesson_id>/words/", words.words, name="words"),
]
