"""How an editor picks the sources that a claim rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models.source import Source


class SourceCreateView(CreateView):
    """A source written down in the window: kept as in its own area, with who checked it."""

    def save_form(self, form: Any) -> Source:
        from .staff.sources import write_down  # models are loaded by now

        return write_down(form, self.request)


class SourceChooserViewSet(ChooserViewSet):
    """Lists the sources there are; a new one is written down in the same window."""

    model = Source
    icon = "link-external"
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    edit_item_text = _("Look at this source")
    creation_tab_label = _("New source")
    create_action_label = _("Keep this source")
    creation_form_class = "elearn.guidance.forms_source.SourceForm"
    create_view_class = SourceCreateView
    per_page = 20


source_chooser = SourceChooserViewSet("source_chooser", url_prefix="source-chooser")
