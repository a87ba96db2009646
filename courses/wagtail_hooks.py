"""What the school adds to the Wagtail admin. Hooks only register."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page

from .admin_views import keep, notes
from .admin_views.menu import AnswersItem, CertificatesItem, NewVideosItem
from .choosers import film_chooser
from .domain.hidden import is_page_hidden
from .policies import may_see_hidden
from .views.learn import NotShown


@hooks.register("register_admin_viewset")
def choose_films() -> ChooserViewSet:
    return film_chooser


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


hooks.register("before_delete_page", keep.keep_evidence)
hooks.register("before_bulk_action", keep.keep_all_evidence)
hooks.register("before_edit_page", notes.say_that_it_is_hidden)


@hooks.register("before_serve_page")
def nothing_hidden(page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict) -> None:
    """What a concern hides is shown to the safeguarding officer alone, who has to decide about it."""
    if is_page_hidden(page) and not may_see_hidden(request.user):
        raise NotShown
