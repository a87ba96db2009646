"""Addresses of questions under lessons, answers by voice and film, and a teacher’s page of people."""

from django.urls import URLPattern, path

from courses.views import asks, filmed, filmed_file, my_questions, questions_for, spoken, warm

urlpatterns: list[URLPattern] = [
    path("learn/lesson/<int:lesson_id>/ask/", asks.ask, name="ask"),
    path("my-asked/", asks.my_asked, name="my_asked"),
    path("my-asked/<int:pk>/shown/", asks.my_asked_shown, name="my_asked_shown"),
    path("my-questions/", my_questions.my_questions, name="my_questions"),
    path("my-questions/<int:pk>/", my_questions.answer, name="my_question"),
    path("my-questions/<int:pk>/listen.wav", my_questions.listen, name="my_question_listen"),
    path("my-questions/<int:pk>/shown/", my_questions.shown, name="my_question_shown"),
    path("my-questions/<int:pk>/film/", filmed.film, name="my_question_film"),
    path("my-questions/<int:pk>/film/status/", filmed.film_status, name="my_question_film_status"),
    path("my-questions/<int:pk>/film/take/", filmed.take_begin, name="my_question_take"),
    path("my-questions/<int:pk>/film/take/<uuid:key>/send/", filmed.take_send, name="my_question_take_send"),
    path("my-questions/<int:pk>/film/take/<uuid:key>/discard/", filmed.take_discard, name="my_question_take_discard"),
    path("my-questions/<int:pk>/film/words/", filmed_file.keep_words, name="my_question_words"),
    path("my-questions/<int:pk>/film/file/", filmed_file.file_begin, name="my_question_file"),
    path("my-questions/<int:pk>/film/file/<uuid:film_id>/send/", filmed_file.file_send, name="my_question_file_send"),
    path("answer-films/<int:pk>/file/", filmed.film_file, name="answer_film_file"),
    path("answer-films/<uuid:film_id>/open/", filmed.open_answer, name="open_answer"),
    path("my-people/", warm.my_people, name="my_people"),
    path("my-people/listen.wav", warm.listen, name="my_people_listen"),
    path("spoken/<uuid:key>/voice.m4a", spoken.sound, name="spoken"),
    path("helping/<uuid:key>/questions/", questions_for.questions, name="questions_for"),
    path("helping/<uuid:key>/questions/<int:pk>/", questions_for.answer, name="question_for"),
    path("helping/<uuid:key>/questions/<int:pk>/listen.wav", questions_for.listen, name="question_for_listen"),
    path("helping/<uuid:key>/questions/<int:pk>/film/", filmed.film_for, name="question_for_film"),
    path("helping/<uuid:key>/questions/<int:pk>/film/take/", filmed.take_begin_for, name="question_for_take"),
    path(
        "helping/<uuid:key>/questions/<int:pk>/film/take/<uuid:take>/send/",
        filmed.take_send_for,
        name="question_for_take_send",
    ),
    path(
        "helping/<uuid:key>/questions/<int:pk>/film/take/<uuid:take>/discard/",
        filmed.take_discard_for,
        name="question_for_take_discard",
    ),
    path("helping/<uuid:key>/questions/<int:pk>/film/words/", filmed_file.keep_words_for, name="question_for_words"),
    path("helping/<uuid:key>/questions/<int:pk>/film/file/", filmed_file.file_begin_for, name="question_for_file"),
    path(
        "helping/<uuid:key>/questions/<int:pk>/film/file/<uuid:film_id>/send/",
        filmed_file.file_send_for,
        name="question_for_file_send",
    ),
]
