"""What is to be read again after a change: queued when the transaction has ended well."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

import courses.api as school
import elearn.guidance.api as guidance

from .models import Kind
from .providers import PROVIDERS, provider_of
from .tasks import rebuild_index, refresh_entries

# So many pages are read again one by one; beyond that it is quicker to read everything.
MOST_PAGES = 500


def page_changed(page: Page) -> None:
    """Have a page read again with all that lies under it."""
    under = Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)
    keys = list(under[: MOST_PAGES + 1]) or [page.pk]
    if len(keys) > MOST_PAGES:
        transaction.on_commit(rebuild_index.enqueue)
        return
    things_changed(_of_pages(), keys)


def page_gone(key: int) -> None:
    """Have a page forgotten that was deleted; what lay under it says so itself."""
    things_changed(_of_pages(), [key])


def subject_changed(subject: str) -> None:
    """Have something read again that a concern hid or that is shown again, such as "lesson:12"."""
    kind, _colon, key = subject.partition(":")
    if kind == "film":
        with suppress(ValueError):  # what is no film is in no lesson
            film_changed(UUID(key))
        return
    provider = provider_of(kind)
    if provider is None or not key.isdigit():
        return
    page = Page.objects.filter(pk=int(key)).first() if provider.are_pages else None
    if page:
        page_changed(page)
    else:
        things_changed([kind], [int(key)])


def film_changed(film_id: UUID) -> None:
    """Have the pages read again in which a film says something."""
    if lessons := school.lessons_with(film_id):
        things_changed([Kind.LESSON.value], lessons)
    if guides := guidance.guides_with(film_id):
        things_changed([Kind.GUIDE.value], guides)


def things_changed(kinds: list[str], keys: list[int]) -> None:
    """Have some things of some kinds read again."""
    transaction.on_commit(lambda: refresh_entries.enqueue(kinds, keys))


def _of_pages() -> list[str]:
    return [str(provider.kind) for provider in PROVIDERS if provider.are_pages]
