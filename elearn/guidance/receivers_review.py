"""What reviews listen to: a guide went public, two records became one. The domain does the deed."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from elearn.people.api import on_merge
from elearn.people.models import Account

from .domain.changes import note_change
from .domain.corrections import settle_writers
from .domain.follow import settle_merge
from .domain.lagging import note_rendering
from .domain.standing import open_standing
from .domain.vouching import keep_expert
from .models import Expert, GuidePage


@receiver(page_published, sender=GuidePage, dispatch_uid="guidance.guide_published")
def guide_published(instance: GuidePage, revision: Revision | None = None, **facts: Any) -> None:
    """A standing begins, and no date moves; what changed is kept; a translation may have caught up."""
    writer = revision.user if revision and isinstance(revision.user, Account) else None
    open_standing(instance, owner=writer)
    note_change(instance, revision)
    note_rendering(instance)


pre_save.connect(keep_expert, sender=Expert, dispatch_uid="guidance.keep_expert")
on_merge(settle_merge)
on_merge(settle_writers)
