"""Signed addresses at which an elder answers without signing in, sent to their own contact alone.

A link works only while the contact it was sent to is theirs, and is not one of somebody who helps them.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.models import UNLISTED, Contribution
from elearn.people import api as people

SIGNS = 20  # of 4 bits each


def answer_address(contribution: Contribution) -> str:
    """Give the path at which the elder sees the page and answers; "" when no message reaches them alone."""
    contact = people.contact_for_messages(contribution.person)
    return reverse("courses:answer", args=[_token(contribution, contact.value)]) if contact else ""


def contribution_by(token: str) -> Contribution | None:
    """Give the film a link is about; None when it opens nothing, or not any more."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    rows = Contribution.objects.filter(is_helped=True).exclude(state__in=UNLISTED)
    found = rows.select_related("person", "film", "topic", "recorded_by", "lesson").filter(pk=int(number)).first()
    if found is None or not found.person.speaks_for_themself:
        return None
    contact = people.contact_for_messages(found.person)
    return found if contact and constant_time_compare(token, _token(found, contact.value)) else None


def _token(contribution: Contribution, contact: str) -> str:
    said = f"{contribution.pk}:{contribution.person.key.hex}:{contact}"
    return f"{contribution.pk}-{salted_hmac('courses.answer', said, algorithm='sha256').hexdigest()[:SIGNS]}"
