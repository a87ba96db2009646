"""The step of a workflow in which somebody else looks at a page."""

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, TaskState

Action = tuple[str, Any, bool]  # name, words, whether it asks for a comment


class SecondPersonLock(WorkflowLock):
    """While a page waits, those who changed it read why they cannot go on."""

    def get_message(self, user: Any) -> SafeString | None:
        from ..domain.approve import who_may, why_not

        if not self.for_user(user):
            return None
        again = _("To change it again, take it back first: “Cancel workflow”.")
        words = [str(why_not(self.object, user)), escape(who_may(self.object)), str(again)]
        return mark_safe(" ".join(words))  # noqa: S308  # our own words, and names escaped


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who has changed nothing of the page since it was last public.

    Superusers approve like everybody: only what they did not change themselves.
    """

    lock_class = SecondPersonLock

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def _may(self, page: Any, user: Any) -> bool:
        from ..domain.approve import why_not

        return not why_not(page, user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._user_in_groups(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self._may(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[Action]:
        if not self._may(obj, user):
            return []
        return [
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
            ("reject", _("Ask for changes"), True),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        from ..domain.approve import approve

        if action_name == "approve":
            approve(task_state.revision, by=user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        from .approval import Edit

        if not (user.is_superuser or self._user_in_groups(user)):
            return TaskState.objects.none()
        mine = Edit.objects.filter(editor_id=user.pk, settled_at=None).values_list("page_id", flat=True)
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.exclude(workflow_state__object_id__in=[str(page) for page in mine])

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody of the chosen groups who has not changed the page approves it")
