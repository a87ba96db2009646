"""Signed addresses at which an elder answers about one visit, without signing in and without JavaScript.

They go only to the person's own contact, and a link works only while that contact is theirs. They are short, for text
messages, and end a week after the visit. Opening one changes nothing: programs open links too.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from elearn.people.api import contact_for_messages
from elearn.web.api import number_in

from .models import Visit

SIGNS = 20  # of 4 bits each
OPEN_AFTER = timedelta(days=7)


def visit_address(visit: Visit) -> str:
    """Give the path at which the elder answers, as it is sent to their contact."""
    contact = contact_for_messages(visit.person)
    return reverse("visits:link", args=[_token(visit, contact.value if contact else "")])


def visit_by(token: str) -> Visit | None:
    """Give the visit that a link opens; None when it opens none, or not any more."""
    rows = Visit.objects.select_related("person", "trainer__person", "request__district")
    visit = rows.filter(pk=number_in(token.partition("-")[0]), ends_at__gt=timezone.now() - OPEN_AFTER).first()
    if visit is None or not visit.person.speaks_for_themself or visit.person.removed_at:
        return None
    values = visit.person.contact_points.values_list("value", flat=True)
    return visit if any(constant_time_compare(token, _token(visit, value)) for value in values) else None


def _token(visit: Visit, contact: str) -> str:
    what = f"{visit.key.hex}:{visit.person_id}:{contact}"
    return f"{visit.pk}-{salted_hmac('visits.answer', what, algorithm='sha256').hexdigest()[:SIGNS]}"
