"""The editor's form of a guide: what is missing is said at its field, before anybody else is asked to approve."""

from wagtail.admin.forms import WagtailAdminPageForm

SENDING = ("action-submit", "action-publish", "action-resume-workflow", "action-restart-workflow")


class GuideForm(WagtailAdminPageForm):
    """Wagtail's form; a draft may lack anything, and what is put before somebody else may not."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not any(name in self.data for name in SENDING):
            return
        from .domain.ready import missing  # models are loaded by now

        field, words = missing(self.instance)
        if words:
            self.add_error(field if field in self.fields else None, str(words))
