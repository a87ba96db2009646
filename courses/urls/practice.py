"""Addresses of what learners made, galleries, notes and the pages of a learner."""

from django.urls import URLPattern, path

from courses.views import lesson_pictures, mine, notes, practice, practice_film, works, works_for

urlpatterns: list[URLPattern] = [
    path("learn/lesson/<int:lesson_id>/notes/", notes.of_lesson, name="notes"),
    path("learn/lesson/<int:lesson_id>/picture/<int:image_id>/", lesson_pictures.lesson_picture, name="lesson_picture"),
    path("learn/lesson/<int:lesson_id>/practice/", practice.show, name="practice"),
    path("learn/lesson/<int:lesson_id>/practice/film/", practice_film.begin, name="practice_film"),
    path("learn/lesson/<int:lesson_id>/practice/film/send/", practice_film.send, name="practice_film_send"),
    path("works/<int:pk>/picture.jpg", practice.picture, name="work_picture"),
    path("works/<int:pk>/film.mp4", practice.clip, name="work_clip"),
    path("works/<int:pk>/take-back/", practice.take_back, name="take_work_back"),
    path("works/<int:pk>/gallery/", practice.hang, name="hang_work"),
    path("my-works/", works.works, name="my_works"),
    path("my-works/<int:pk>/", works.work, name="work"),
    path("helping/<uuid:key>/works/", works_for.works, name="works_for"),
    path("helping/<uuid:key>/works/<int:pk>/", works_for.work, name="work_for"),
    path("my-notes/", notes.my_notes, name="my_notes"),
    path("my-notes/<int:pk>/", notes.change, name="note"),
    path("my-notes/<int:pk>/throw-away/", notes.throw_away, name="throw_away_note"),
    path("my-learning/", mine.learning, name="my_learning"),
    path("my-certificates/", mine.certificates, name="my_certificates"),
]
