"""What tests of reviews share: a review answered as somebody would who finds all in order, and another day."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from elearn.guidance.domain import review as domain
from elearn.guidance.domain.review import Answer
from elearn.guidance.domain.sources import sources_of


@contextmanager
def days_later(days: int):
    """Move the clock of everything that asks Django for the time."""
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=days)):
        yield


def all_in_order(page, *, leave_out=(), items=None, sources=None) -> dict:
    """Answers for everything a review asks of a guide; `items` and `sources` say otherwise."""
    page = domain.public_version(page)
    lines = {item.name: Answer("yes") for item in domain.items_of(page) if item.name not in leave_out}
    opened = {source.pk: Answer("holds") for source in sources_of(page)}
    return {"items": lines | (items or {}), "sources": opened | (sources or {})}


def reviewed(page, *, by, **more):
    """Review a guide from the first line to the last; gives its standing."""
    review = domain.begin(page, by=by)
    domain.answer(review, **all_in_order(page), by=by)
    return domain.finish(review, by=by, **more)
