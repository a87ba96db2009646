"""Addresses where teachers build their courses."""

from django.urls import URLPattern, path

from courses.views import building

urlpatterns: list[URLPattern] = [
    path("my-courses/", building.my_courses, name="my_courses"),
    path("helping/<uuid:key>/courses/", building.their_courses, name="their_courses"),
    path("my-courses/<int:pk>/", building.my_course, name="my_course"),
    path("my-courses/<int:pk>/new-lesson/", building.begin, name="begin_lesson"),
    path("my-courses/lessons/<int:lesson_id>/", building.write, name="write_lesson"),
    path("my-courses/lessons/<int:lesson_id>/move/", building.move, name="move_lesson"),
]
