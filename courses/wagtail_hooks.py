"""What the school adds to the Wagtail admin. Hooks only register."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .admin_views import keep
from .admin_views.menu import CertificatesItem, NewVideosItem
from .choosers import film_chooser


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
def certificates() -> MenuItem:
    return CertificatesItem()


hooks.register("before_delete_page", keep.keep_evidence)
hooks.register("before_bulk_action", keep.keep_all_evidence)
