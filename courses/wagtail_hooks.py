"""What the school adds to the Wagtail admin. Hooks only register."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page

from .admin_views import bank_keep, copy, keep, lagging, moving, notes
from .admin_views.captions import CaptionViewSet, caption_views
from .admin_views.designs import DesignViewSet, design_views
from .admin_views.films import FilmViewSet, film_views
from .admin_views.menu import (
    AnswersItem,
    AttemptsItem,
    AttendedItem,
    BanksItem,
    CertificatesItem,
    InstitutionsItem,
    IssueItem,
    LearnersItem,
    NewVideosItem,
    VolunteersItem,
    WebinarsNowItem,
    WishesItem,
)
from .admin_views.webinars import SeriesViewSet, WebinarViewSet, series_views, webinar_views
from .choosers import film_chooser
from .domain.hidden import is_page_hidden
from .models import BankPage, LessonPage, ModulePage
from .policies import may_see_hidden
from .views.learn import NotShown
from .views.pages import serve_open, to_its_course


@hooks.register("register_admin_viewset")
def choose_films() -> ChooserViewSet:
    return film_chooser


@hooks.register("register_admin_viewset")
def look_after_films() -> FilmViewSet:
    return film_views


@hooks.register("register_admin_viewset")
def look_after_captions() -> CaptionViewSet:
    return caption_views


@hooks.register("register_admin_viewset")
def look_after_designs() -> DesignViewSet:
    return design_views


@hooks.register("register_admin_viewset")
def look_after_webinars() -> list[WebinarViewSet | SeriesViewSet]:
    return [webinar_views, series_views]


@hooks.register("register_admin_urls")
def coordinators_views() -> list[URLPattern | URLResolver]:
    return [path("school/", include("courses.admin_views.urls"))]


@hooks.register("register_admin_menu_item")
def new_videos() -> MenuItem:
    return NewVideosItem()


@hooks.register("register_admin_menu_item")
def elder_answers() -> MenuItem:
    return AnswersItem()


@hooks.register("register_admin_menu_item")
def certificates() -> MenuItem:
    return CertificatesItem()


@hooks.register("register_admin_menu_item")
def learners() -> MenuItem:
    return LearnersItem()


@hooks.register("register_admin_menu_item")
def issue_certificates() -> MenuItem:
    return IssueItem()


@hooks.register("register_admin_menu_item")
def attended_webinars() -> MenuItem:
    return AttendedItem()


@hooks.register("register_admin_menu_item")
def webinars_now() -> MenuItem:
    return WebinarsNowItem()


@hooks.register("register_admin_menu_item")
def banks_of_questions() -> MenuItem:
    return BanksItem()


@hooks.register("register_admin_menu_item")
def without_attempts() -> MenuItem:
    return AttemptsItem()


@hooks.register("register_admin_menu_item")
def wishes() -> MenuItem:
    return WishesItem()


@hooks.register("register_admin_menu_item")
def institutions() -> MenuItem:
    return InstitutionsItem()


@hooks.register("register_admin_menu_item")
def volunteers() -> MenuItem:
    return VolunteersItem()


hooks.register("before_delete_page", bank_keep.keep_bank)
hooks.register("before_unpublish_page", bank_keep.keep_bank)
hooks.register("before_bulk_action", bank_keep.keep_banks)
hooks.register("before_delete_page", keep.keep_evidence)
hooks.register("before_bulk_action", keep.keep_all_evidence)
hooks.register("before_copy_page", copy.copy_one_by_one)
hooks.register("before_edit_page", notes.say_that_it_is_hidden)
# Before wagtail-localize, which answers with an editor of its own.
hooks.register("before_edit_page", lagging.say_that_it_lags, order=-1)
hooks.register("before_move_page", moving.keep_in_course)
hooks.register("before_bulk_action", moving.keep_all_in_course)
hooks.register("register_page_header_buttons", copy.copy_button)
hooks.register("register_page_header_buttons", lagging.compared_button)
hooks.register("register_page_listing_more_buttons", copy.copy_button)


@hooks.register("before_serve_page")
def nothing_hidden(page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict) -> None:
    """What a concern hides is shown to the safeguarding officer alone, who has to decide about it."""
    if is_page_hidden(page) and not may_see_hidden(request.user):
        raise NotShown


@hooks.register("before_serve_page")
def nothing_closed(page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict) -> HttpResponseBase | None:
    """A lesson is shown to whom it is open, and to who works on its course. A module is a part of its course."""
    if isinstance(page, LessonPage):
        serve_open(request, page)
    elif isinstance(page, ModulePage):
        return to_its_course(request, page)
    elif isinstance(page, BankPage):
        raise Http404  # questions are no page to read
    return None
