"""Sources: which guide names which, why their facts stay as they are, and checking them again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import WorkflowState

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..errors import SourceStays
from ..models import GlossaryTermPage, GuidePage, LinkState, Source, SourceUse

# What readers see of a source as part of a guide. When it was checked is no such part: it moves on.
FACTS = ("kind", "title", "publisher", "address", "place", "cited_words", "language")


def facts_of(source: Source) -> dict[str, str]:
    """Give what a guide shows of a source."""
    return {name: str(getattr(source, name)) for name in FACTS}


Citing = GuidePage | GlossaryTermPage  # the pages that name sources


def keys_in(body: Any) -> list[int]:
    """Give the keys of the sources that a guide's body names, in the order of the text, each once."""
    return list(dict.fromkeys(_keys(list(body.raw_data)))) if body else []


def keys_of(page: Citing) -> list[int]:
    """Give the keys of the sources that a page names, in their order, each once."""
    if isinstance(page, GuidePage):
        return keys_in(page.body)
    return list(dict.fromkeys(_keys({"sources": list(page.sources.raw_data)}))) if page.sources else []


def _keys(part: Any) -> Iterator[int]:
    if isinstance(part, list):
        for one in part:
            yield from _keys(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "sources" and isinstance(value, list):
                yield from (key for item in value if isinstance(key := _value(item), int))
            else:
                yield from _keys(value)


def _value(item: Any) -> Any:
    return item.get("value") if isinstance(item, dict) else item


def sources_of(page: Citing) -> list[Source]:
    """Give the sources of a guide or an explained word in the order in which it names them."""
    keys = keys_of(page)
    found = Source.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


@transaction.atomic
def note_uses(page_id: int) -> None:
    """Work out again which sources a page names, in public and in its last version."""
    page: Citing | None = (
        GuidePage.objects.filter(pk=page_id).first() or GlossaryTermPage.objects.filter(pk=page_id).first()
    )
    if page is None:
        return
    public = set(keys_of(page)) if page.live else set()
    latest = page.get_latest_revision_as_object() if page.latest_revision_id else page
    last = set(keys_of(latest))
    there = set(Source.objects.filter(pk__in=public | last).values_list("pk", flat=True))
    SourceUse.objects.filter(page_id=page.pk).exclude(source__in=there).delete()
    for key in there:
        SourceUse.objects.update_or_create(
            page_id=page.pk, source_id=key, defaults={"is_public": key in public, "is_latest": key in last}
        )


def is_fixed(source: Source) -> bool:
    """Say whether a guide that is public, or waits for somebody's approval, names this source."""
    if source.pk is None:
        return False
    uses = SourceUse.objects.filter(source_id=source.pk)
    if uses.filter(is_public=True, page__live=True).exists():
        return True
    waiting = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        object_id__in=[str(page) for page in uses.filter(is_latest=True).values_list("page_id", flat=True)],
    )
    return waiting.exists()


def keep_source(sender: type[Source], instance: Source, raw: bool = False, **kwargs: Any) -> None:
    """Before a source is saved: what a guide shows of it does not change behind a second person's back."""
    if raw or instance.pk is None:
        return
    before = Source.objects.filter(pk=instance.pk).first()
    if before and facts_of(before) != facts_of(instance) and is_fixed(before):
        raise SourceStays


@transaction.atomic
def check_source(source: Source, *, by: Account, still_there: bool, on: date | None = None) -> Source:
    """Note that somebody looked the source up again and found the cited words there, or did not find them.

    When they are not there, the date of the last check stays: the source has to be replaced in its guides, and is
    among those that need checking as long as a public guide names it.
    """
    row = Source.objects.select_for_update().get(pk=source.pk)
    if still_there:
        row.checked_on, row.checked_by, row.gone_on = on or timezone.localdate(), by, None
    else:
        row.gone_on = row.gone_on or on or timezone.localdate()
    row.save(update_fields=["checked_on", "checked_by", "gone_on"])
    note(Kind.SOURCE_CHECKED, who=by.person.key, subject=f"source:{row.pk}", still_there=still_there)
    return row


def needs_checking() -> QuerySet[Source]:
    """Select the sources of public pages whose words are gone, or whose address answers no more, or did not lately.

    Those whose words are gone come first, then dead addresses.
    """
    public = SourceUse.objects.filter(source=OuterRef("pk"), is_public=True, page__live=True)
    bad = Source.objects.filter(Q(gone_on__isnull=False) | Q(link_state__in=(LinkState.DEAD, LinkState.FAILING)))
    return bad.filter(Exists(public)).order_by(F("gone_on").asc(nulls_last=True), "link_state", "dead_since", "pk")
