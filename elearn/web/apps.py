from django.apps import AppConfig, apps
from django.db.models.signals import post_save, pre_save


class WebConfig(AppConfig):
    name = "elearn.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from . import checks as checks
        from .choosing import start_without_inline_scripts
        from .numbers import bound_addresses
        from .preferences import bring_preferences
        from .staff_labels import name_filters
        from .translating import keep_translations_drafts

        bound_addresses()
        user_logged_in.connect(bring_preferences)
        keep_translations_drafts()
        name_filters()
        start_without_inline_scripts()
        self._set_up_the_gate()
        self._keep_files()
        self._keep_wagtails_mails()
        self._show_no_avatars()

    def _set_up_the_gate(self) -> None:
        """Put the gate before every model of pages there is, and before the versions of all of them."""
        from wagtail.models import Page, Revision
        from wagtail_localize.models import SegmentOverride, StringTranslation

        from .domain import gate

        for model in apps.get_models():
            if issubclass(model, Page):
                pre_save.connect(gate.check_page, sender=model, dispatch_uid=f"gate.{model._meta.label}")
                post_save.connect(gate.note_house, sender=model, dispatch_uid=f"house.{model._meta.label}")
        pre_save.connect(gate.check_schedule, sender=Revision, dispatch_uid="gate.schedule")
        post_save.connect(gate.note_edit, sender=Revision, dispatch_uid="gate.edit")
        for model in (StringTranslation, SegmentOverride):
            post_save.connect(gate.note_translation, sender=model, dispatch_uid=f"gate.{model._meta.label}")

    def _keep_files(self) -> None:
        """Let nobody put another file in the place of one that pages may show."""
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model

        from .files import keep_file

        for model in (get_image_model(), get_document_model()):
            pre_save.connect(keep_file, sender=model, dispatch_uid=f"files.{model._meta.label}")

    def _show_no_avatars(self) -> None:
        """Take no photographs of staff: nobody needs them, and they would outlive the person's removal."""
        from wagtail.admin.views.account import AvatarSettingsPanel

        AvatarSettingsPanel.is_active = lambda panel: False

    def _keep_wagtails_mails(self) -> None:
        """Send none of Wagtail's mails about workflows: they are in no language of ours, and each admin page tells."""
        from wagtail import signals
        from wagtail.models import TaskState, WorkflowState

        signals.task_submitted.disconnect(
            sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
        )
        for signal, name in (
            (signals.workflow_submitted, "submitted"),
            (signals.workflow_rejected, "rejected"),
            (signals.workflow_approved, "approved"),
        ):
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")
