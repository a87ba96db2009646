"""What cases listen to; the domain does the deed."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from elearn.people.api import on_merge

from .domain.case_forget import settle_merge
from .domain.case_public import went_public
from .models import GuidePage

on_merge(settle_merge)


@receiver(page_published, sender=GuidePage, dispatch_uid="guidance.answer_published")
def answer_published(instance: GuidePage, **facts: Any) -> None:
    """Who asked the question behind a guide is told that it is public."""
    went_public(instance)
