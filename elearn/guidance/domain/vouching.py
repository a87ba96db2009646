"""Who may vouch for a guide: a named person with a qualification, who has said what interests they have."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..errors_review import ExpertStays
from ..models import Expert, ExpertKind, GuidePage

# After so long somebody is asked again; until then the guides that name them cannot be published or reviewed anew.
ANSWER_HOLDS = timedelta(days=2 * 365)
# What a guide shows of somebody beside their interests: part of what a second person approved.
SHOWN = ("kind", "name", "qualification", "organisation")


def why_not_vouch(expert: Expert, *, today: date | None = None) -> str | Promise:
    """Say in words why somebody cannot vouch for a guide; "" when they can."""
    if expert.kind != ExpertKind.PERSON:
        return _("An organisation does not vouch for a guide. Name a person.")
    if not expert.qualification.strip():
        return _("It is not written down what qualifies the expert.")
    return why_not_named(expert, today=today)


def why_not_named(expert: Expert, *, today: date | None = None) -> str | Promise:
    """Say in words why somebody cannot be named on a guide at all, in whatever part; "" when they can."""
    if not expert.has_declared or expert.declared_on is None:
        return _("Ask them first what interests they have, and write the answer down.")
    if expert.declared_on + ANSWER_HOLDS < (today or timezone.localdate()):
        return _("They were last asked about their interests more than two years ago. Ask them again.")
    return ""


def named_on(page: GuidePage) -> list[Expert]:
    """Give who is named on a guide: expert, author, provider; each once."""
    return list(dict.fromkeys(expert for expert in (page.expert, page.author, page.provider) if expert))


def is_in_public(expert: Expert) -> bool:
    """Say whether a public guide names somebody: then what they are called there stays as it was approved."""
    parts = ("guides_vouched", "guides_written", "guides_provided")
    return any(getattr(expert, part).filter(live=True).exists() for part in parts)


def keep_expert(sender: type[Expert], instance: Expert, raw: bool = False, **kwargs: Any) -> None:
    """Before somebody is saved: what public guides say of them does not change behind a second person's back."""
    before = Expert.objects.filter(pk=instance.pk).first() if instance.pk and not raw else None
    if before and any(getattr(before, name) != getattr(instance, name) for name in SHOWN) and is_in_public(before):
        raise ExpertStays
