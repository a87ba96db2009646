"""Receivers only register: a concern about a webinar is passed on to its hosts."""

from typing import Any

from django.dispatch import receiver

from elearn.safety.api import concern_reported
from elearn.safety.models import Concern


@receiver(concern_reported, dispatch_uid="courses.concern_reported")
def on_concern_reported(sender: Any, *, concern: Concern, **kwargs: Any) -> None:
    from ..domain.webinars import alarm  # models are loaded by now

    alarm.concern_raised(concern)
