"""Choosing a page in the editor, in the language of whoever looks.

Wagtail's widget joins its words once, when it is made: whoever opened the editor first after a start chose the
language of everybody after them. The widget's own words stay lazy here, without the name of the type.
"""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PageChooserPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.blocks import PageChooserBlock

CHOOSE = _("Choose a page")


class PageChooser(AdminPageChooser):
    """Wagtail's chooser of a page, with words that are still translated when they are shown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.choose_one_text = CHOOSE


class PageBlock(PageChooserBlock):
    """A page in a stream of blocks."""

    @cached_property
    def widget(self) -> PageChooser:
        return PageChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Stand in migrations as what is kept: Wagtail's block."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class PagePanel(PageChooserPanel):
    """A page that a page or a row points to."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        chooser = PageChooser(target_models=self.page_type, can_choose_root=self.can_choose_root)
        return {**options, "widgets": {**options.get("widgets", {}), self.field_name: chooser}}
