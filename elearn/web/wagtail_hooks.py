"""What the soil adds to the Wagtail admin."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from .templatetags.korpu import asset


@hooks.register("insert_global_admin_js")
def start_without_inline_scripts() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', asset("admin.js"))
