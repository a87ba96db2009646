"""Work that follows a webinar, done after the answer has been sent."""

from typing import Any
from uuid import UUID

from django_tasks import task

from .domain.webinars import afterwards


@task(queue_name="quick")
def follow_webinar_up(webinar_id: int) -> bool:
    """Draw up who attended, offer the recording, hand over the questions left, thank; again changes nothing."""
    return afterwards.follow_up(webinar_id)


@task(queue_name="quick")
def take_recording(broadcast_id: str) -> None:
    """Go on with the recording of a webinar once everything of it has come in."""
    afterwards.recording_came(UUID(broadcast_id))


@task(queue_name="quick")
def tell_recording(webinar_id: int) -> int:
    """Tell who registered that the recording is a lesson; nobody is told twice."""
    return afterwards.tell_recording(webinar_id)


def on_webinar_ended(*, webinar_id: int, **kwargs: Any) -> None:
    """Queue what follows the moment a webinar is over."""
    follow_webinar_up.enqueue(webinar_id)


def sweep_afterwards() -> int:
    """Take up what a crash left out after a webinar; says how much that was."""
    ended, untold = afterwards.not_followed_up(), afterwards.untold()
    for webinar_id in ended:
        follow_webinar_up.enqueue(webinar_id)
    for webinar_id in untold:
        tell_recording.enqueue(webinar_id)
    return len(ended) + len(untold)
