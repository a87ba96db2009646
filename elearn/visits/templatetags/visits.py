"""What messages and pages about visits are written with: times in words, and what only the elder may read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils import timezone

from elearn.people.api import public_name
from elearn.people.writing import given_name

from ..domain.beside import is_complete
from ..domain.reachable import Offer, Slot
from ..enums import CheckKind, VisitState
from ..links import visit_address
from ..models import Visit

register = template.Library()
HIDDEN = "…"


# Times ----------------------------------------------------------------------------------------------
@register.filter
def moment(at: datetime) -> str:
    """Write a time as addresses and buttons hold it: "20261124T1030"."""
    return f"{timezone.localtime(at):%Y%m%dT%H%M}"


@register.filter
def trainer_name(visit: Visit) -> str:
    """Write the first name of the trainer of one row: of who goes along, theirs."""
    return given_name(public_name(visit.trainer.person))


# What only the elder may read -----------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def visit_link(context: dict[str, Any], key: str) -> str:
    """Write the address at which the elder of a message answers; staff who read the message do not see it."""
    visit = _visit(context, key)
    return HIDDEN if context.get("for_staff") else context["base_url"] + visit_address(visit) if visit else ""


@register.simple_tag(takes_context=True)
def visit_code(context: dict[str, Any], key: str) -> str:
    """Write the six digits that say yes, while they do; staff who read the message do not see them."""
    visit = _visit(context, key)
    if context.get("for_staff"):
        return HIDDEN
    is_open = visit is not None and visit.state == VisitState.PROPOSED
    return f"{visit.code[:3]} {visit.code[3:]}" if visit and is_open and visit.code else "–"


@register.simple_tag(takes_context=True)
def visit_word(context: dict[str, Any], key: str) -> str:
    """Write the word that is said at the door; staff who read the message do not see it."""
    visit = _visit(context, key)
    return HIDDEN if context.get("for_staff") else (visit.word if visit and _is_settled(visit) else "") or "–"


@register.simple_tag(takes_context=True)
def visit_presence(context: dict[str, Any], key: str) -> str:
    """Write the elder's own code, given at the end of a visit; staff who read the message do not see it."""
    visit = _visit(context, key)
    return HIDDEN if context.get("for_staff") else (visit.presence_code if visit and _is_settled(visit) else "") or "–"


def _is_settled(visit: Visit) -> bool:
    """Whether it is known who comes: a message of before says no word that was drawn for somebody else since."""
    return visit.trainer.suspended_at is None and is_complete(visit)


def _visit(context: dict[str, Any], key: str) -> Visit | None:
    """The visit of a message, if it is that person's."""
    try:
        found = Visit.objects.filter(key=UUID(str(key)), person=context["person"])
        return found.select_related("person", "request", "trainer").first()
    except ValueError:
        return None


# Pages ----------------------------------------------------------------------------------------------
@register.simple_tag
def seat_url(seat: Any, name: str, *args: Any) -> str:
    """Give the address of a page for whom one acts: the elder's own, a helper's, the office's."""
    return str(seat.url(name, *args))


# A trainer's pages ----------------------------------------------------------------------------------
@register.simple_tag
def slot_url(offer: Offer, slot: Slot) -> str:
    """Write the address at which a trainer offers a time to a waiting elder."""
    return reverse("visits:near_offer", args=[offer.key, f"{timezone.localtime(slot.starts_at):%Y%m%dT%H%M}"])


@register.simple_tag
def check_in_words(kind: str) -> str:
    """Say what paper a check is about."""
    return str(CheckKind(kind).label) if kind in CheckKind.values else ""
