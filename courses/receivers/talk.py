"""Receivers only register: a concern about a webinar goes to its hosts, a consent about an answer to the answer."""

from typing import Any

from django.dispatch import receiver

from elearn.people.api import consent_given, consent_refused, consent_withdrawn
from elearn.people.models import Consent
from elearn.safety.api import concern_reported
from elearn.safety.models import Concern


@receiver(concern_reported, dispatch_uid="courses.concern_reported")
def on_concern_reported(sender: Any, *, concern: Concern, **kwargs: Any) -> None:
    from ..domain.webinars import alarm  # models are loaded by now

    alarm.concern_raised(concern)


@receiver([consent_given, consent_refused, consent_withdrawn], dispatch_uid="courses.answer_consent")
def on_answer_consent(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.talk import heard  # models are loaded by now

    heard.answered(consent)
