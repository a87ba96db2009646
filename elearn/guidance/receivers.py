"""Receivers only register: what is saved elsewhere is passed on to the domain."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Revision

from elearn.web.signals import going_public

from .models import GlossaryTermPage, GuidePage, Source


@receiver(pre_save, sender=Source, dispatch_uid="guidance.keep_source")
def on_source_saved(sender: Any, **kwargs: Any) -> None:
    from .domain.sources import keep_source  # models are loaded by now

    keep_source(sender, **kwargs)


@receiver(post_save, sender=GuidePage, dispatch_uid="guidance.guide_saved")
@receiver(post_save, sender=GlossaryTermPage, dispatch_uid="guidance.term_saved")
def on_guide_saved(sender: Any, *, instance: GuidePage | GlossaryTermPage, **kwargs: Any) -> None:
    from .domain.sources import note_uses  # models are loaded by now

    note_uses(instance.pk)


@receiver(post_save, sender=Revision, dispatch_uid="guidance.version_saved")
def on_version_saved(sender: Any, *, instance: Revision, **kwargs: Any) -> None:
    from .domain.sources import note_uses  # models are loaded by now

    if instance.content_type.model_class() in (GuidePage, GlossaryTermPage):
        note_uses(int(instance.object_id))


@receiver(going_public, dispatch_uid="guidance.going_public")
def on_going_public(sender: Any, *, page: Any, **kwargs: Any) -> None:
    from .domain.films import refuse_unfit_films  # models are loaded by now
    from .domain.unsourced import refuse_unsourced

    if isinstance(page, GuidePage):
        refuse_unfit_films(page)
    if isinstance(page, GuidePage | GlossaryTermPage):
        refuse_unsourced(page)
