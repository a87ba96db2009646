"""Receivers only register: lines of live captions and the machine that writes them."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from media_pipeline.signals import broadcast_changed, cue_said, cue_unsaid, listening_changed


@receiver(broadcast_changed, dispatch_uid="courses.captions_follow")
def on_broadcast_changed(sender: Any, *, broadcast_id: UUID, state: str, **kwargs: Any) -> None:
    from ..domain.webinars import captioning  # models are loaded by now

    captioning.follow(broadcast_id, state)


@receiver(cue_said, dispatch_uid="courses.cue_said")
def on_cue_said(sender: Any, *, broadcast_id: UUID, cue: Any, **kwargs: Any) -> None:
    from ..domain.webinars import captioning  # models are loaded by now

    captioning.told(broadcast_id, cue)


@receiver(cue_unsaid, dispatch_uid="courses.cue_unsaid")
def on_cue_unsaid(sender: Any, *, broadcast_id: UUID, cue_id: int, language: str, **kwargs: Any) -> None:
    from ..domain.webinars import captioning  # models are loaded by now

    captioning.untold(broadcast_id, cue_id, language)


@receiver(listening_changed, dispatch_uid="courses.listening_changed")
def on_listening_changed(sender: Any, *, broadcast_id: UUID, listening: Any, **kwargs: Any) -> None:
    from ..domain.webinars import captioning  # models are loaded by now

    captioning.listening_told(broadcast_id, listening)
