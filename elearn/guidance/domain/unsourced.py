"""Warnings and explained words are acted on: each says what it rests on, or why there is nothing to name."""

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from elearn.web.api import NotApproved

from ..models import GlossaryTermPage, GuidePage
from .sources import keys_of

MOST_QUOTED = 60  # signs of a warning, by which it is found on the page


def unsourced(page: GuidePage | GlossaryTermPage) -> str | Promise:
    """Say in words which warning, or that the word, names neither source nor reason; "" where nothing is wanting."""
    if isinstance(page, GlossaryTermPage):
        if keys_of(page) or page.why_no_source.strip():
            return ""
        return _("Name a source of the explanation, or write why none is named.")
    for block in page.body:
        if block.block_type != "warning" or any(block.value["sources"]) or (block.value["why_none"] or "").strip():
            continue
        words = _("Name a source of the warning “%(warning)s”, or write why none is named.")
        return str(words) % {"warning": Truncator(block.value["text"]).chars(MOST_QUOTED)}
    return ""


def refuse_unsourced(page: GuidePage | GlossaryTermPage) -> None:
    """Raise NotApproved, which says what to do, where a person would publish what rests on nothing named."""
    if words := unsourced(page):
        raise NotApproved(words)
