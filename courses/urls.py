"""Addresses of the school."""

from django.urls import URLPattern, path

from courses.views import certificate, check, films, learn, quiz, record, upload

app_name = "courses"
urlpatterns: list[URLPattern] = [
    path("check/", check.check, name="check"),
    path("c/<str:reference>/", certificate.certificate, name="certificate"),
    path("c/<str:reference>/paper.pdf", certificate.paper, name="paper"),
    path("c/<str:reference>/name/", certificate.correct, name="correct_name"),
    path("learn/<int:course_id>/mine/", learn.course_mine, name="mine"),
    path("learn/<int:course_id>/enrol/", learn.enrol, name="enrol"),
    path("learn/<int:course_id>/leave/", learn.leave, name="leave"),
    path("learn/lesson/<int:lesson_id>/mine/", learn.lesson_mine, name="lesson_mine"),
    path("learn/lesson/<int:lesson_id>/open/", learn.open_lesson, name="open_lesson"),
    path("learn/lesson/<int:lesson_id>/quiz/", quiz.quiz, name="quiz"),
    path("learn/lesson/<int:lesson_id>/read/", learn.read, name="read"),
    path("record/", record.record, name="record"),
    path("record/takes/", record.take_begin, name="take_begin"),
    path("record/takes/<uuid:key>/send/", record.take_send, name="take_send"),
    path("record/takes/<uuid:key>/discard/", record.take_discard, name="take_discard"),
    path("upload/", upload.upload, name="upload"),
    path("upload/begin/", upload.upload_begin, name="upload_begin"),
    path("my-films/", films.my_films, name="my_films"),
    path("my-films/<int:pk>/", films.film, name="film"),
    path("my-films/<int:pk>/status/", films.film_status, name="film_status"),
    path("my-films/<int:pk>/describe/", films.describe, name="describe"),
    path("my-films/<int:pk>/withdraw/", films.withdraw, name="withdraw"),
]
