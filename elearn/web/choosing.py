"""Windows to choose from, in the Wagtail admin: a page to copy to, a picture, a task.

Wagtail starts each by an inline script, which our content security policy refuses. Ours says the same in attributes,
for static/src/js/admin.js. Pages' own editors start theirs otherwise and are not touched.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start_without_inline_scripts() -> None:
    """Replace how choosers are drawn; once, when the apps are ready."""
    BaseChooser.render = _render


def _render(
    chooser: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    key = (attrs or {}).get("id")
    if not key:
        raise TypeError("A chooser is drawn with an id.")
    chosen = chooser.get_value_data(value)
    kind = "createTaskChooser" if isinstance(chooser, AdminTaskChooser) else chooser.js_constructor
    return format_html(
        '{}<span hidden data-controller="k-chooser" data-k-chooser-of-value="{}" data-k-chooser-kind-value="{}"'
        ' data-k-chooser-settings-value="{}"></span>',
        chooser.render_html(name, chosen, attrs), key, kind,
        json.dumps(chooser.get_js_init_options(key, name, chosen)),
    )  # fmt: skip
