"""What of a page is its content: what an approval is for, and must not have changed since."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from ..models import BasePage

# Where a page stands in the tree and in its own history; none of it is read by a visitor as content.
BOOKKEEPING = frozenset({
    "pk", "id", "page_ptr", "path", "depth", "numchild", "url_path", "translation_key", "locale", "content_type",
    "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "latest_revision",
    "latest_revision_created_at", "draft_title", "owner", "expired", "locked", "locked_at", "locked_by", "alias_of",
    COMMENTS_RELATION_NAME,
})  # fmt: skip


class _Encoder(DjangoJSONEncoder):
    """1.50 and 1.5 are the same number."""

    def default(self, value: Any) -> Any:
        return str(value.normalize()) if isinstance(value, Decimal) else super().default(value)


def digest(page: Page, *, without: frozenset[str] = frozenset()) -> str:
    """Give 64 hex digits that are the same for the same content, however it was loaded."""
    content = _content(page, BOOKKEEPING | without)
    if isinstance(page, BasePage) and (beyond := page.shown_beyond()):
        content["beyond"] = beyond
    told = json.dumps(content, sort_keys=True, cls=_Encoder, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _content(page: Page, left_out: frozenset[str]) -> dict[str, Any]:
    # What no form shows follows from the rest: a page works it out when it is saved.
    left_out |= {field.name for field in page._meta.concrete_fields if not field.editable}
    streams = {field.name: field for field in page._meta.get_fields() if isinstance(field, StreamField)}
    for name in streams:
        for block in getattr(page, name) or ():
            _ = block.value  # a piece that was never looked at is written down in another way
    kept: dict[str, Any] = {"model": page._meta.label_lower}
    for name, value in page.serializable_data().items():
        if name in left_out:
            continue
        kept[name] = json.loads(value) if name in streams and isinstance(value, str) else _without_keys(value)
    return kept


def _without_keys(value: Any) -> Any:
    """Leave the numbers of rows out of child objects: a new one has none before it is published."""
    if not isinstance(value, list):
        return value
    return [
        {name: part for name, part in one.items() if name not in ("pk", "page")} if isinstance(one, dict) else one
        for one in value
    ]
