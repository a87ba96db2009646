"""Addresses of questions to a counsellor, the asker's side; a helper's asking lies below `helping/`."""

from django.urls import URLPattern, path

from .views import case_asking, case_call, case_file, case_kept, case_mine, case_more, case_others, case_page
from .views.case_door import opened
from .views.case_seat import helper, open_to_all
from .views.case_similar import similar_now

_HELPED = "helping/<int:helps>/"
_CASE = "q/<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path("", open_to_all(case_mine.front), name="case_front"),
    path("ask/", open_to_all(case_asking.begin), name="case_ask"),
    path("ask/check/", open_to_all(case_asking.check), name="case_check"),
    path("ask/perhaps/", open_to_all(case_asking.perhaps), name="case_similar"),
    path("ask/<slug:step>/", open_to_all(case_asking.step), name="case_step"),
    path("similar/", similar_now, name="case_similar_now"),
    path("code/", case_mine.code, name="case_code"),
    path("leave/", case_mine.leave, name="case_leave"),
    path(_HELPED, helper(case_mine.front), name="case_helped_front"),
    path(f"{_HELPED}ask/", helper(case_asking.begin), name="case_helped_ask"),
    path(f"{_HELPED}ask/check/", helper(case_asking.check), name="case_helped_check"),
    path(f"{_HELPED}ask/perhaps/", helper(case_asking.perhaps), name="case_helped_similar"),
    path(f"{_HELPED}ask/<slug:step>/", helper(case_asking.step), name="case_helped_step"),
    path("call/", case_call.write, name="case_call"),
    path("call/for/<uuid:person>/", case_call.write, name="case_call_for"),
    path("call/<uuid:key>/", case_call.stands, name="case_call_stands"),
    path("call/<uuid:key>/over/", case_call.over, name="case_call_over"),
    path(_CASE, opened(case_page.page), name="case"),
    path(f"{_CASE}code/", opened(case_kept.kept), name="case_kept"),
    path(f"{_CASE}more/", opened(case_more.more), name="case_more"),
    path(f"{_CASE}call-back/", opened(case_page.call), name="case_call_back"),
    path(f"{_CASE}call-back/time/", opened(case_others.time), name="case_call_time"),
    path(f"{_CASE}others/", opened(case_others.others), name="case_others"),
    path(f"{_CASE}close/", opened(case_page.close), name="case_close"),
    path(f"{_CASE}open/", opened(case_page.reopen), name="case_reopen"),
    path(f"{_CASE}helped/", opened(case_page.helped), name="case_helped_me"),
    path(f"{_CASE}helper/", opened(case_page.share), name="case_share"),
    path(f"{_CASE}file/<uuid:file>/", opened(case_file.file), name="case_file"),
]
