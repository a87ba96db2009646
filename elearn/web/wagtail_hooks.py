"""What the soil adds to the Wagtail admin. Hooks only register."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from . import staff, staff_labels
from .templatetags.korpu import asset


@hooks.register("insert_global_admin_js")
def start_without_inline_scripts() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', asset("admin.js"))


@hooks.register("insert_global_admin_css")
def nothing_is_cut() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', asset("admin.css"))


@hooks.register("register_admin_urls")
def approval_views() -> list[URLPattern | URLResolver]:
    return [path("approval/", include(([path("<int:page_id>/ask/", staff.ask, name="ask")], "web_admin")))]


hooks.register("register_page_listing_more_buttons", staff.ask_button)
hooks.register("register_page_header_buttons", staff.ask_button)
hooks.register("construct_page_action_menu", staff.in_our_words)
hooks.register("before_publish_page", staff.no_publishing)
hooks.register("construct_reports_menu", staff_labels.name_reports)
hooks.register("construct_help_menu", staff_labels.only_help_of_ours)
hooks.register("before_bulk_action", staff.no_bulk_publishing)
