"""Addresses where teachers build their courses."""

from django.urls import URLPattern, path

from courses.views import building, building_pictures

urlpatterns: list[URLPattern] = [
    path("my-courses/", building.my_courses, name="my_courses"),
    path("helping/<uuid:key>/courses/", building.their_courses, name="their_courses"),
    path("my-courses/new/", building.begin_course, name="begin_course"),
    path("helping/<uuid:key>/courses/new/", building.begin_their_course, name="begin_their_course"),
    path("my-courses/pictures-of-me/<int:image_id>/", building_pictures.picture_of_me, name="picture_of_me"),
    path("my-courses/<int:pk>/", building.my_course, name="my_course"),
    path("my-courses/<int:pk>/new-lesson/", building.begin, name="begin_lesson"),
    path("my-courses/lessons/<int:lesson_id>/", building.write, name="write_lesson"),
    path("my-courses/lessons/<int:lesson_id>/move/", building.move, name="move_lesson"),
    path("my-courses/lessons/<int:lesson_id>/pictures/", building_pictures.pictures, name="lesson_pictures"),
    path(
        "my-courses/lessons/<int:lesson_id>/pictures/<int:image_id>/", building_pictures.picture, name="drafted_picture"
    ),
    path("my-courses/lessons/<int:lesson_id>/pictures/take-out/", building_pictures.take_out, name="take_picture_out"),
]
