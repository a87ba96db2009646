"""Receivers only register: what a webinar’s end, its recording and a moderator announce is passed on to the domain."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.signals import page_published

from elearn.safety.api import submission_decided
from elearn.safety.models import Submission
from media_pipeline.signals import broadcast_changed, film_changed

from ..models import LessonPage, Webinar
from ..signals import webinar_ended
from ..tasks_afterwards import on_webinar_ended, take_recording, tell_recording

webinar_ended.connect(on_webinar_ended, dispatch_uid="courses.follow_webinar_up")


@receiver(broadcast_changed, dispatch_uid="courses.take_recording")
def on_broadcast_changed(sender: Any, *, broadcast_id: UUID, state: str, **kwargs: Any) -> None:
    if state == "sent":
        take_recording.enqueue(str(broadcast_id))


@receiver(film_changed, dispatch_uid="courses.film_of_webinar")
def on_film_changed(sender: Any, *, film_id: UUID, state: str, **kwargs: Any) -> None:
    from ..domain.webinars import afterwards  # models are loaded by now

    afterwards.film_changed(film_id)


@receiver(submission_decided, dispatch_uid="courses.ask_decided")
def on_submission_decided(sender: Any, *, submission: Submission, is_shown: bool, **kwargs: Any) -> None:
    from ..domain.talk import asks  # models are loaded by now

    if submission.kind in asks.KINDS:
        asks.words_decided(submission, is_shown=is_shown)


@receiver(page_published, dispatch_uid="courses.recording_published")
def on_page_published(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    """Tell who registered, once: the lesson may be published again and again."""
    if isinstance(instance, LessonPage):
        rows = Webinar.objects.filter(lesson=instance, recording_told_at=None).values_list("pk", flat=True)
        for webinar_id in rows:
            tell_recording.enqueue(webinar_id)
