"""What of webinars can be found: what is coming and what was, by title, words and speaker, as everybody may see it.

The speaker's name is in the index, unlike a teacher's of a course: people look for a webinar by who speaks. So their
webinars are read again when the name changes, and when the speaker's data are removed.
"""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from courses.models import Webinar, WebinarState
from elearn.people.api import public_name
from elearn.people.models import Person
from elearn.web.finding import Document

from .queries import shown, still_to_come

WEBINAR = "webinar"
AT_ONCE = 200


def webinar_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the webinars that can be found now: all, or those among some keys."""
    rows = shown() if keys is None else shown().filter(pk__in=keys)
    for webinar in _worth_finding(rows).select_related("speaker", "topic", "series").iterator(AT_ONCE):
        yield _document(webinar)


def webinars_shown(keys: Collection[int]) -> set[int]:
    """Say which of some webinars can be found now."""
    return set(_worth_finding(shown().filter(pk__in=keys)).order_by().values_list("pk", flat=True))


def webinars_named_after(person: Person) -> list[int]:
    """Name the webinars that are found by somebody's name."""
    return list(Webinar.objects.filter(speaker=person.pk).order_by("pk").values_list("pk", flat=True))


def _worth_finding(rows: QuerySet[Webinar]) -> QuerySet[Webinar]:
    """Leave out what was announced and nobody began."""
    return rows.filter(still_to_come() | Q(state=WebinarState.ENDED))


def _document(webinar: Webinar) -> Document:
    about = [webinar.topic.title if webinar.topic else "", webinar.series.title if webinar.series else ""]
    return Document(
        kind=WEBINAR,
        key=webinar.pk,
        language=webinar.language,
        title=webinar.title,
        url=reverse("courses:webinar", args=[webinar.pk]),
        summary=webinar.summary,
        text=webinar.about,
        keywords=" ".join(filter(None, [public_name(webinar.speaker), *about])),
    )
