"""What a guide is missing before it may be public, in words for whoever edits it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import GuidePage
from .case_public import is_kept_back, says_who
from .plain import plain_text
from .vouching import named_on, why_not_named, why_not_vouch


def missing(page: GuidePage) -> tuple[str, str | Promise]:
    """Give the field at which something is missing, and what; two empty words when nothing is."""
    if page.expert is None:
        return "expert", _("Name the expert who has read this and vouches for it. Without one it is not published.")
    if words := why_not_vouch(page.expert):
        return "expert", words
    if page.author_id == page.expert_id:
        return "expert", _("Nobody vouches for what they wrote themselves. Name another expert, or another author.")
    for named in named_on(page):
        if words := why_not_named(named):
            return ("author" if named.pk == page.author_id else "provider"), words
    if not page.summary.strip():
        return "summary", _("Say in two sentences what the guide says: readers choose by it.")
    if is_kept_back(page):
        return "body", _("Who asked the question behind it does not want it to be used for others.")
    if says_who(page, f"{page.title} {page.summary} {plain_text(page)}"):
        return "body", _("Something in the text says who asked the question behind it. Take it out.")
    if not page.body:
        return "body", _("The guide is empty.")
    return "", ""
