"""How current a guide is, read from its reviews: what its reader is told, and whether it can still be found."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from elearn.history import api as history
from elearn.people.models import Account

from ..errors_review import NotAllowed
from ..models import GuidePage, Standing

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Current:
    """What is to be said of a guide today."""

    last_reviewed: date | None
    next_due: date
    is_past: bool  # its day has passed: readers are warned
    has_left: bool  # so long ago that search and sitemap leave it out

    @property
    def is_soon(self) -> bool:
        """Say whether its day comes within a month."""
        return not self.is_past and self.next_due <= timezone.localdate() + SOON


def leaves_after() -> timedelta:
    """How long past its day a guide can still be found."""
    return timedelta(days=settings.GUIDE_LEAVES_SEARCH_DAYS)


def current(standing: Standing, *, today: date | None = None) -> Current:
    """Say how current a guide is today."""
    today, due = today or timezone.localdate(), standing.next_due
    return Current(standing.last_reviewed, due, due < today, due + leaves_after() < today)


def standing_of(page: Page) -> Standing | None:
    """Give the standing of a guide; None for one that has never been public, and for other pages."""
    return Standing.objects.select_related("latest").filter(page_id=page.pk).first()


def is_searchable(page: Page, *, today: date | None = None) -> bool:
    """Say whether a guide may be found: public and not past the limit. Other pages: public."""
    if not isinstance(page, GuidePage):
        return bool(page.live)
    standing = standing_of(page)
    return bool(page.live and standing and not current(standing, today=today).has_left)


def searchable(pages: QuerySet[GuidePage], *, today: date | None = None) -> QuerySet[GuidePage]:
    """Keep of some guides those that may be found."""
    oldest = (today or timezone.localdate()) - leaves_after()
    return pages.filter(live=True).filter(
        Q(standing__latest__isnull=True, standing__first_due__gte=oldest) | Q(standing__latest__next_due__gte=oldest)
    )


def left_search(*, today: date | None = None) -> list[int]:
    """Give the numbers of the public guides that are not to be found any more."""
    public = GuidePage.objects.live()
    return list(public.exclude(pk__in=searchable(public, today=today).values("pk")).values_list("pk", flat=True))


def standings() -> QuerySet[Any]:
    """Select the standings (`Standing`) of public guides, the most urgent first, each with its day as `due`."""
    return (
        Standing.objects.filter(page__live=True)
        .select_related("page__locale", "latest", "owner__person", "deputy__person")
        .annotate(due=Coalesce(F("latest__next_due"), F("first_due")))
        .order_by("due", "pk")
    )


def due_for(account: Account, *, today: date | None = None) -> list[Standing]:
    """Give what somebody is to review within a month or should have: as owner or deputy."""
    mine = standings().filter(Q(owner=account) | Q(deputy=account))
    return list(mine.filter(due__lte=(today or timezone.localdate()) + SOON))


# Who looks after it --------------------------------------------------------------------------------
def open_standing(page: GuidePage, *, owner: Account | None = None) -> Standing:
    """Begin the standing of a guide that is public for the first time; one there is stays as it is."""
    since = timezone.localdate(page.first_published_at) if page.first_published_at else timezone.localdate()
    facts: dict[str, Any] = {
        "first_due": since + timedelta(days=settings.GUIDE_FIRST_REVIEW_DAYS),
        "owner": owner if owner and may_review(owner) else None,
    }
    return Standing.objects.get_or_create(page=page, defaults=facts)[0]


def open_missing() -> int:
    """Begin the standing of public guides that have none, whatever became of it; give how many."""
    missing = list(GuidePage.objects.live().filter(standing=None)[:100])
    for page in missing:
        open_standing(page)
    return len(missing)


def may_review(account: Account) -> bool:
    """Say whether somebody reviews guides."""
    return bool(account.is_active and account.has_perm("guidance.review_guide"))


@transaction.atomic
def entrust(standing: Standing, *, owner: Account | None, deputy: Account | None, months: int, by: Account) -> Standing:
    """Say who looks after a guide and how often it is reviewed. No date moves: `months` counts from the next review.

    Raises NotAllowed for somebody who does not review guides.
    """
    standing = Standing.objects.select_for_update().get(pk=standing.pk)
    if not may_review(by) or any(person and not may_review(person) for person in (owner, deputy)):
        raise NotAllowed
    Standing.objects.filter(pk=standing.pk).update(owner=owner, deputy=deputy, months=months)
    history.note(
        history.Kind.GUIDE_ENTRUSTED, who=by.person.key, subject=f"page:{standing.page_id}", months=months,
        owner=bool(owner), deputy=bool(deputy),
    )  # fmt: skip
    standing.refresh_from_db()
    return standing
