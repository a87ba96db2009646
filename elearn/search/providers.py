"""The rooms whose things are found. A new kind of thing needs one more line here, and its name in `models.Kind`.

A room gives documents of what everybody may see now, and says of some keys which of them everybody may see now; the
second is asked for every answer, so that what was hidden a moment ago is not found, whatever the index says.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import courses.api as school
import elearn.guidance.api as guidance
from elearn.web.finding import Document

from .models import Kind


@dataclass(frozen=True)
class Provider:
    """A room's two doors for one kind of thing. Without keys, `documents` gives all.

    `are_pages`: the keys are those of Wagtail pages, whose signals say when they change. `senders` names other models
    of which a thing is made, each with how to get the keys of the things from a row that was saved or deleted.
    """

    kind: str
    documents: Callable[[Collection[int] | None], Iterable[Document]]
    shown: Callable[[Collection[int]], set[int]]
    are_pages: bool = False
    senders: tuple[tuple[str, Callable[[Any], Collection[int]]], ...] = field(default=())


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        Kind.GUIDE, guidance.guide_documents, guidance.guide_shown, are_pages=True,
        senders=(("guidance.Review", guidance.guides_cleared),),
    ),
    Provider(
        Kind.CARE, guidance.care_documents, guidance.care_shown,
        senders=(
            ("guidance.CareService", lambda service: [service.pk]), ("guidance.CareProvider", guidance.services_of),
            ("people.District", guidance.services_near),
        ),
    ),
    Provider(Kind.COURSE, school.course_documents, school.courses_shown, are_pages=True),
    Provider(Kind.LESSON, school.lesson_documents, school.lessons_shown, are_pages=True),
    Provider(
        Kind.WEBINAR, school.webinar_documents, school.webinars_shown,
        senders=(("courses.Webinar", lambda webinar: [webinar.pk]), ("people.Person", school.webinars_named_after)),
    ),
)  # fmt: skip


def provider_of(kind: str) -> Provider | None:
    """Give whose a kind is, or None."""
    return next((one for one in PROVIDERS if one.kind == kind), None)
