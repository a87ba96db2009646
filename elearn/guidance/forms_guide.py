"""The editor's form of a guide: what is missing is said at its field, before anybody else is asked to approve."""

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

SENDING = ("action-submit", "action-publish", "action-resume-workflow", "action-restart-workflow")


class GuideForm(WagtailAdminPageForm):
    """Wagtail's form; a draft may lack anything, and what is put before somebody else may not.

    What changed is asked anew once it was published: words that were only left standing would say nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.latest_revision_id and self.instance.latest_revision_id == self.instance.live_revision_id:
            self.initial["change_note"] = ""

    def _post_clean(self) -> None:
        super()._post_clean()
        if "change_note" in self.changed_data:
            self.instance.note_at = timezone.now()
        if self.errors or not any(name in self.data for name in SENDING):
            return
        from .domain.ready import missing  # models are loaded by now
        from .domain.unsourced import unsourced

        field, words = missing(self.instance)
        if not words and (words := unsourced(self.instance)):
            field = "body"
        if words:
            self.add_error(field if field in self.fields else None, str(words))


class TermForm(WagtailAdminPageForm):
    """Wagtail's form of an explained word; a draft may lack a source, and what is put before somebody else may not."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not any(name in self.data for name in SENDING):
            return
        from .domain.unsourced import unsourced  # models are loaded by now

        if words := unsourced(self.instance):
            self.add_error("why_no_source" if "why_no_source" in self.fields else None, str(words))
