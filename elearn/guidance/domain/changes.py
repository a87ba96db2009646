"""What changed in a guide: kept when it goes public, told once to those who follow its topic."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from elearn.history import api as history
from elearn.notices.api import tell

from ..models import Change, Follow, GuidanceTopicPage, GuidePage
from .lagging import original_of

MOST_AT_ONCE = 20
MOST_NEWS = 5
# Whoever corrects a slip right after publishing does so before anybody is told.
PAUSE = timedelta(minutes=10)


def note_change(page: GuidePage, revision: Revision | None) -> Change | None:
    """Keep what changed, as its editors said it; nothing when they said nothing. The first time: it is new.

    Words that were left standing from the last change say nothing; the same words typed again do.
    """
    last = page.changes.first()
    words = page.change_note.strip()
    if last is None:
        words = ""
    elif not words or _are_left_standing(page, words):
        return None
    return Change.objects.create(page=page, revision=revision, words=words)


def _are_left_standing(page: GuidePage, words: str) -> bool:
    """Say whether words are those of the last change and nobody has said them since, here or in the original."""
    last = changes_of(page).first()
    if last is None or last.words != words:
        return False
    original = original_of(page)
    said_here = page.note_at is not None and page.note_at > last.at
    return not said_here and not (original and changes_of(original).filter(at__gt=last.at).exists())


def changes_of(page: GuidePage) -> QuerySet[Change]:
    """Select what changed in a guide, the newest first, without the line that it is new."""
    return page.changes.exclude(words="")


def news_of(topic: GuidanceTopicPage) -> list[Change]:
    """Give the last changes in a topic, for those who follow it."""
    guides = GuidePage.objects.child_of(topic).live()
    return list(Change.objects.filter(page__in=guides).select_related("page__locale")[:MOST_NEWS])


def topic_of(page: GuidePage) -> GuidanceTopicPage:
    """Give the topic a guide belongs to."""
    return GuidanceTopicPage.objects.get(pk=page.get_parent().pk)


def path_of(page: Page) -> str:
    """Give the address of a page without the site's own."""
    _site, _root, path = page.get_url_parts() or (None, None, "")
    return path or ""


def tell_followers(*, now: datetime | None = None) -> int:
    """Tell followers of what changed and has not been told yet; give how many messages that made."""
    now = now or timezone.now()
    waiting = Change.objects.filter(told_at=None, at__lte=now - PAUSE).select_related("page").order_by("at", "pk")
    return sum(_tell(change) for change in waiting[:MOST_AT_ONCE])


@transaction.atomic
def _tell(change: Change) -> int:
    if not Change.objects.filter(pk=change.pk, told_at=None).update(told_at=timezone.now()):
        return 0
    if not change.page.live:
        return 0
    topic = topic_of(change.page)
    follows = list(Follow.objects.filter(topic=topic).select_related("person"))
    for follow in follows:
        stop = reverse("guidance:stop", args=[follow.key])
        facts = {
            "title": change.page.title, "topic": topic.title, "words": change.words,
            "address": path_of(change.page), "stop_address": stop,
        }  # fmt: skip
        tell(follow.person, "guide_changed", key=f"guide_changed:{change.pk}:{follow.person_id}", facts=facts)
    history.note(history.Kind.GUIDE_CHANGE_TOLD, subject=f"page:{change.page_id}", count=len(follows))
    return len(follows)
