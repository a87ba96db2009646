"""Words explained: what each rests on, and when somebody is to compare it with that again."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..models import GlossaryTermPage, SourceUse

AGAIN = timedelta(days=365)


def next_due(term: GlossaryTermPage) -> date | None:
    """Give the day by which somebody is to read it again beside its sources; None when nobody ever has."""
    return term.reviewed_on + AGAIN if term.reviewed_on else None


def terms_to_review(*, today: date | None = None) -> QuerySet[GlossaryTermPage]:
    """Select the public words that name no source, or were not compared with theirs for a year."""
    named = SourceUse.objects.filter(page_id=OuterRef("pk"), is_public=True)
    old = Q(reviewed_on=None) | Q(reviewed_on__lt=(today or timezone.localdate()) - AGAIN)
    return GlossaryTermPage.objects.live().filter(alias_of=None).filter(old | ~Exists(named)).order_by("title", "pk")
