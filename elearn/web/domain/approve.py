"""Approve a page: one person changes it, another says that it may be published.

People are accounts here, which this floor does not know: Any.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from ..errors import NotApproved
from ..models import Approval, BasePage, Edit, SecondPersonTask
from .content import digest

MOST_NAMED = 5


def editors_of(page: Page, *, until: Revision | None = None) -> set[int]:
    """Give the accounts that changed a page since it was last public, or up to one of its versions."""
    edits = Edit.objects.filter(page_id=page.pk, settled_at=None, editor__isnull=False)
    if until is not None:
        edits = edits.filter(Q(revision_id__lte=until.pk) | Q(revision=None, at__lte=until.created_at))
        # Whoever the version itself names counts too, should the rows above say something else.
        named = {until.user_id} if until.user_id else set()
        return set(edits.values_list("editor_id", flat=True)) | named
    return set(edits.values_list("editor_id", flat=True))


def tasks_of(page: Page) -> QuerySet[SecondPersonTask]:
    """Give the tasks that approve a page: those of its own workflow, which a part of the tree may have for itself."""
    workflow = page.get_workflow()
    return SecondPersonTask.objects.filter(active=True, workflow_tasks__workflow=workflow)


def is_approver(page: Page, account: Any) -> bool:
    """Say whether somebody approves this page at all: a member of the groups of its tasks, or a superuser."""
    if not getattr(account, "is_active", False):
        return False
    if account.is_superuser:
        return True
    return tasks_of(page).filter(groups__in=account.groups.all()).exists()


def why_not(page: Page, account: Any) -> str | Promise:
    """Say in words why somebody cannot approve the page as it was last saved; "" when they can."""
    if not is_approver(page, account):
        return _("This page waits until somebody who approves pages has looked at it.")
    if account.pk in editors_of(page):
        return _("You changed this page yourself; somebody else has to approve it.")
    if not Edit.objects.filter(revision_id=page.latest_revision_id, editor__isnull=False).exists():
        return _("Nobody’s name is on this version. Save it in your own name; then somebody else approves it.")
    return ""


def not_ready(version: Page) -> str | Promise:
    """Say in words what a version of a page is missing before it may be public; "" when nothing is."""
    return version.why_not_ready() if isinstance(version, BasePage) else ""


def approvers_of(page: Page) -> list[Any]:
    """Give the accounts that may approve the page as it was last saved: of the groups, and none that changed it."""
    groups = tasks_of(page).values("groups")
    able = get_user_model().objects.filter(groups__in=groups, is_active=True).exclude(pk__in=editors_of(page))
    return list(able.distinct().order_by("pk")[:MOST_NAMED])


def who_may(page: Page) -> str:
    """Say who may approve a page."""
    names = [account.get_full_name() for account in approvers_of(page)]
    if not names:
        return str(_("Nobody else approves pages yet. Ask the administrator for a second coordinator."))
    return str(_("It can be approved by: %(names)s.")) % {"names": ", ".join(names)}


def waiting_for(account: Any) -> QuerySet[TaskState]:
    """Select the pages that wait for somebody's approval, without those they changed themselves."""
    return TaskState.objects.reviewable_by(account)


@transaction.atomic
def approve(revision: Revision, *, by: Any) -> Approval:
    """Say that this version may be published, as it is. Raises NotApproved with the words why not."""
    page = Page.objects.select_for_update().get(pk=revision.object_id).specific
    if page.latest_revision_id != revision.pk:
        raise NotApproved(_("The page has been changed since. Please look at it again."))
    version = revision.as_object()
    if words := why_not(page, by) or not_ready(version):
        raise NotApproved(words)
    return Approval.objects.create(
        page=page,
        revision=revision,
        digest=digest(version),
        approver=by,
        editors=sorted(editors_of(page, until=revision)),
    )


def approval_of(revision: Revision) -> Approval | None:
    """Give the approval by which this version may go public now, if there is one."""
    approval = Approval.objects.filter(
        revision=revision, used_at=None, approver__isnull=False
    ).order_by("-at").first()  # fmt: skip
    page = revision.content_object
    if approval is None or approval.digest != digest(revision.as_object()):
        return None
    if approval.approver_id in editors_of(page, until=revision) | set(approval.editors):
        return None
    return approval


@transaction.atomic
def ask_for_approval(page: Page, *, by: Any) -> WorkflowState | None:
    """Put a page before a second person; one that waits already goes on waiting. None without a workflow.

    Raises NotApproved while something is missing that no second person can make up for.
    """
    if words := not_ready(page.get_latest_revision_as_object()):
        raise NotApproved(words)
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    elif not state and (workflow := page.get_workflow()):
        state = workflow.start(page, by)
    return state


def publish_if_approved(page: Page) -> bool:
    """Publish a page whose last version is approved already; says whether it was. One with a time waits for it."""
    revision = page.get_latest_revision()
    approval = approval_of(revision) if revision and not revision.approved_go_live_at else None
    if approval is None:
        return False
    revision.publish(user=approval.approver, skip_permission_checks=True)
    return True


@transaction.atomic
def same_editor(one: int, other: int) -> None:
    """Note that two accounts are one person's: what either changed, both changed."""
    for mine, also in ((one, other), (other, one)):
        for edit in list(Edit.objects.filter(editor_id=mine, settled_at=None)):
            known = Edit.objects.filter(page_id=edit.page_id, editor_id=also, settled_at=None)
            if not known.filter(revision=edit.revision_id).exists():
                Edit.objects.create(page_id=edit.page_id, revision_id=edit.revision_id, editor_id=also, at=edit.at)
