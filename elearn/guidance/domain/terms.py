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
    """Select the public words that name neither a source nor why there is none, or that nobody compared for a year."""
    named = SourceUse.objects.filter(page_id=OuterRef("pk"), is_public=True)
    old = Q(reviewed_on=None) | Q(reviewed_on__lt=(today or timezone.localdate()) - AGAIN)
    bare = ~Exists(named) & Q(why_no_source="")
    return GlossaryTermPage.objects.live().filter(alias_of=None).filter(old | bare).order_by("title", "pk")
