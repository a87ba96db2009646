"""Parts of the editor that say at once what is wrong."""

from typing import Any

from wagtail.admin.panels import InlinePanel


class NeededPanel(InlinePanel):
    """The courses to complete before: its rows are looked at together with the course they belong to."""

    def get_form_options(self) -> dict[str, Any]:
        from .forms.needs import NeededFormSet  # it needs the models, which need this panel

        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = NeededFormSet
        return options
