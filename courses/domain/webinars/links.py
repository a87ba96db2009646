"""Signed addresses at which a speaker says yes or no without signing in, sent to their own contact alone.

A link works only while that contact is theirs and not one of somebody who helps them, and only for what it was sent
for: once the day is another, an older link opens the page with what holds now. Opening one changes nothing.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.models import Webinar
from elearn.people import api as people

SIGNS = 20  # of 4 bits each


def speaker_address(webinar: Webinar) -> str:
    """Give the path at which the speaker answers; "" when no message reaches them alone."""
    contact = people.contact_for_messages(webinar.speaker)
    return reverse("courses:webinar_answer_link", args=[_token(webinar, contact.value)]) if contact else ""


def webinar_by(token: str) -> Webinar | None:
    """Give the webinar that a link is about; None when it opens nothing, or not any more."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    found = Webinar.objects.select_related("speaker", "topic", "series").filter(pk=int(number)).first()
    if found is None or not found.speaker.speaks_for_themself or found.speaker.removed_at:
        return None
    contact = people.contact_for_messages(found.speaker)
    return found if contact and constant_time_compare(token, _token(found, contact.value)) else None


def _token(webinar: Webinar, contact: str) -> str:
    said = f"{webinar.pk}:{webinar.speaker.key.hex}:{contact}"
    return f"{webinar.pk}-{salted_hmac('courses.webinar_answer', said, algorithm='sha256').hexdigest()[:SIGNS]}"
