"""What search is given of guides and of words explained: what everybody may see, and no guide that is past its limit.

Aliases are left out: they say under another address what their source says.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from courses.api import said_in
from elearn.safety.api import hidden_rows
from elearn.web.finding import Document
from media_pipeline.models import Film

from ..models import GlossaryTermPage, GuidanceTopicPage, GuidePage, Review, ReviewState
from .films import films_of
from .plain import plain_text
from .standing import searchable

KIND = "guide"
AT_ONCE = 100


def guide_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the guides and explained words that can be found: all, or those among the keys of some pages."""
    topics = dict(GuidanceTopicPage.objects.values_list("path", "title"))
    rows = _among(_guides(), keys).select_related("locale").iterator(AT_ONCE)
    while guides := list(islice(rows, AT_ONCE)):
        of_guides = {guide.pk: [film.pk for film in films_of(guide)] for guide in guides}
        said = said_in(film for films in of_guides.values() for film in films)
        for guide in guides:
            heard = [said[film] for film in of_guides[guide.pk] if film in said]
            yield Document(
                kind=KIND, key=guide.pk, language=guide.language, title=guide.title, url=guide.url or "",
                summary=guide.summary, text=" ".join([plain_text(guide), *heard]),
                keywords=topics.get(guide.path[: -GuidePage.steplen], ""),
            )  # fmt: skip
    for term in _among(_terms(), keys).select_related("locale").iterator(AT_ONCE):
        yield Document(
            kind=KIND, key=term.pk, language=term.language, title=term.title, url=term.url or "",
            summary=term.meaning, keywords=" ".join(term.forms.splitlines()),
        )  # fmt: skip


def guides_with(film_id: UUID) -> list[int]:
    """Give the keys of the guides that show a film, as far as Wagtail has written down what refers to it."""
    film = Film.objects.filter(pk=film_id).first()
    if film is None:
        return []
    pages = ContentType.objects.get_for_models(GuidePage, Page).values()
    found = ReferenceIndex.get_references_to(film).filter(base_content_type__in=pages)
    keys = [int(key) for key in set(found.values_list("object_id", flat=True))]
    return list(GuidePage.objects.filter(pk__in=keys).values_list("pk", flat=True))


def guides_cleared(review: Review) -> list[int]:
    """Give the key of the guide that a finished review found in order: it may be found again. None while it lasts."""
    return [review.page_id] if review.state == ReviewState.DONE else []


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
