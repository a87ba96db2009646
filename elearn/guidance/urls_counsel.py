"""Addresses of questions to a counsellor, the counsellors' side."""

from django.urls import URLPattern, path

from .views import work_answer, work_case, work_lists, work_public

_CASE = "<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path("", work_lists.work, name="work"),
    path("all/", work_lists.everything, name="work_all"),
    path("ready/", work_lists.ready, name="work_ready"),
    path("ready/<int:who>/", work_lists.ready, name="work_ready_of"),
    path(_CASE, work_case.page, name="work_case"),
    path(f"{_CASE}answer/", work_answer.answer, name="work_answer"),
    path(f"{_CASE}take-back/", work_answer.take_back, name="work_take_back"),
    path(f"{_CASE}check/", work_answer.check, name="work_check"),
    path(f"{_CASE}note/", work_case.note, name="work_note"),
    path(f"{_CASE}hand-over/", work_case.hand, name="work_hand"),
    path(f"{_CASE}safeguarding/", work_case.pass_on, name="work_pass_on"),
    path(f"{_CASE}close/", work_case.close, name="work_close"),
    path(f"{_CASE}call/", work_case.call, name="work_call"),
    path(f"{_CASE}called/", work_case.called, name="work_called"),
    path(f"{_CASE}public/", work_public.choose, name="work_public"),
    path(f"{_CASE}public/text/", work_public.write, name="work_public_text"),
    path(f"{_CASE}file/<uuid:file>/", work_case.file, name="work_file"),
]
