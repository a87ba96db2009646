"""Real course pages for the benchmark, in one go: through the editor ten thousand would take half an hour."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page as WagtailPage

from courses.api import create_topic
from courses.models import CoursePage, TopicPage

from .corpus import Page
from .filler import filler

AT_ONCE = 500
_COLUMNS = "page_ptr_id, summary, introduction, hours, is_check"
_COURSE = f"INSERT INTO courses_coursepage ({_COLUMNS}) VALUES (%s, %s, %s, 1, %s)"  # noqa: S608 - our own names


def fill(count: int) -> None:
    """Make so many pages that nobody asks for."""
    add(filler(count))


def add(pages: Iterable[Page]) -> dict[Page, int]:
    """Make pages under topics of their own; gives their keys."""
    topics = {language: create_topic("Ölçmə", language=language) for language in ("az", "ru", "en")}
    keys: dict[Page, int] = {}
    numbers = dict.fromkeys(topics, 0)
    rest = iter(pages)
    while batch := list(islice(rest, AT_ONCE)):
        keys.update(_put(batch, topics, numbers))
    for language, topic in topics.items():
        WagtailPage.objects.filter(pk=topic.pk).update(numchild=numbers[language])
    return keys


@transaction.atomic
def _put(batch: Sequence[Page], topics: dict[str, TopicPage], numbers: dict[str, int]) -> dict[Page, int]:
    rows = []
    kind = ContentType.objects.get_for_model(CoursePage)
    for page in batch:
        topic = topics[page.language]
        numbers[page.language] += 1
        slug = f"p{numbers[page.language]}"
        rows.append(WagtailPage(
            path=CoursePage._get_path(topic.path, topic.depth + 1, numbers[page.language]), depth=topic.depth + 1,
            title=page.title, draft_title=page.title, slug=slug, url_path=f"{topic.url_path}{slug}/", live=True,
            content_type=kind, locale=topic.locale, first_published_at=timezone.now(),
        ))  # fmt: skip
    made = WagtailPage.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            _COURSE,
            [(row.pk, one.summary, f"<p>{escape(one.text)}</p>", False) for row, one in zip(made, batch, strict=True)],
        )
    return {page: row.pk for row, page in zip(made, batch, strict=True)}
