"""The gate before everything public. It stands at the rows themselves, below every view and command.

Wagtail publishes in many places: the editor, workflows, many pages at once, at a set time, copies, aliases,
translations. All of them end in saving a page that is live, or a version with a time to go live.
"""

from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from ..approval import house_reason
from ..errors import NotApproved
from ..models import Approval, Edit
from ..signals import going_public
from .approve import approval_of, not_ready
from .content import BOOKKEEPING, digest


def check_page(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Before a page is saved: nothing becomes public, or different in public, without approval."""
    if raw or not instance.live or instance.depth == 1:  # the root of the tree is no page
        return
    fields = kwargs.get("update_fields")
    if fields is not None and not set(fields) - (BOOKKEEPING - {"live"}):
        return
    before = sender._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    content = digest(instance)
    if before and before.live and digest(before) == content:
        return
    if _mirrors_what_is_public(instance):
        return
    if words := not_ready(instance):  # binds the program itself too
        raise NotApproved(words)
    revision = instance.live_revision
    if reason := house_reason():
        instance._house = Approval(revision=revision, digest=content, reason=reason, used_at=timezone.now())
        return
    approval = approval_of(revision) if revision else None
    if approval is None or approval.digest != content:
        raise NotApproved
    going_public.send(sender=sender, page=instance)
    if not Approval.objects.filter(pk=approval.pk, used_at=None).update(used_at=timezone.now()):
        raise NotApproved
    _settle(instance, revision)


def note_house(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """After the program has published a page: keep why. The page has its number only now."""
    if approval := instance.__dict__.pop("_house", None):
        approval.page_id = instance.pk
        approval.save()
        if approval.revision:
            _settle(instance, approval.revision)


def check_schedule(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Before a version is given a time to go live: it is approved by then, and is asked again at its time."""
    if raw or instance.approved_go_live_at is None or not _is_of_page(instance) or house_reason():
        return
    if instance.pk is None or approval_of(instance) is None:
        raise NotApproved


def note_edit(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """After a version is saved: keep whose it is, in the words of the version or else of the request."""
    fields = kwargs.get("update_fields")
    if raw or not _is_of_page(instance) or (fields is not None and not {"content", "user"} & set(fields)):
        return
    editor = instance.user_id or getattr(get_active_log_context().user, "pk", None)
    if editor is None and house_reason():
        return
    Edit.objects.get_or_create(
        page_id=int(instance.object_id), revision_id=instance.pk, editor_id=editor, settled_at=None
    )


def note_translation(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """After a sentence is translated, by hand or from a file: its translator has changed the page as well."""
    translator = instance.last_translated_by_id
    if raw or translator is None or instance.context_id is None:
        return
    pages = Page.objects.filter(translation_key=instance.context.object_id, locale=instance.locale)
    Edit.objects.bulk_create(Edit(page_id=page, editor_id=translator) for page in pages.values_list("pk", flat=True))


def _is_of_page(revision: Revision) -> bool:
    model = revision.base_content_type.model_class()
    return model is not None and issubclass(model, Page)


def _mirrors_what_is_public(page: Page) -> bool:
    """Whether a page is an alias and says what its public source says; its address may be another."""
    if not page.alias_of_id:
        return False
    source = Page.objects.get(pk=page.alias_of_id).specific
    address = frozenset({"slug"})
    return bool(source.live) and digest(source, without=address) == digest(page, without=address)


def _settle(page: Page, revision: Revision) -> None:
    """What led to this version is public from now on; later drafts still count."""
    led_to_it = Q(revision_id__lte=revision.pk) | Q(revision=None, at__lte=revision.created_at)
    Edit.objects.filter(led_to_it, page_id=page.pk, settled_at=None).update(settled_at=timezone.now())
