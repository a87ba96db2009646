"""What search is given of guides and of words explained: what everybody may see, and no guide that is past its limit.

Aliases are left out: they say under another address what their source says.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from elearn.safety.api import hidden_rows
from elearn.web.finding import Document

from ..models import GlossaryTermPage, GuidanceTopicPage, GuidePage
from .plain import plain_text
from .standing import searchable

KIND = "guide"
AT_ONCE = 100


def guide_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the guides and explained words that can be found: all, or those among the keys of some pages."""
    topics = dict(GuidanceTopicPage.objects.values_list("path", "title"))
    for guide in _among(_guides(), keys).select_related("locale").iterator(AT_ONCE):
        yield Document(
            kind=KIND, key=guide.pk, language=guide.language, title=guide.title, url=guide.url or "",
            summary=guide.summary, text=plain_text(guide), keywords=topics.get(guide.path[: -GuidePage.steplen], ""),
        )  # fmt: skip
    for term in _among(_terms(), keys).select_related("locale").iterator(AT_ONCE):
        yield Document(
            kind=KIND, key=term.pk, language=term.language, title=term.title, url=term.url or "",
            summary=term.meaning, keywords=" ".join(term.forms.splitlines()),
        )  # fmt: skip


def guide_shown(keys: Collection[int]) -> set[int]:
    """Say which of some pages are guides or explained words that everybody may find now."""
    guides = set(_among(_guides(), keys).values_list("pk", flat=True))
    return guides | set(_among(_terms(), keys).values_list("pk", flat=True))


def _guides() -> QuerySet[GuidePage]:
    return searchable(_public(GuidePage))


def _terms() -> QuerySet[GlossaryTermPage]:
    return _public(GlossaryTermPage).live()


def _public(model: Any) -> Any:
    hidden = Q(hidden_rows(KIND)) | Q(hidden_rows(KIND, key="alias_of_id"))
    return model.objects.public().filter(alias_of=None).exclude(hidden)


def _among(pages: QuerySet[Any], keys: Collection[int] | None) -> QuerySet[Any]:
    return pages if keys is None else pages.filter(pk__in=keys)
