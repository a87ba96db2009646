"""What is held of a person who typed live captions. The lines stay with the recording; whose they were is forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from elearn.people.api import holds, stays
from elearn.people.models import Person
from media_pipeline.models import LiveCue


@holds("courses.live_captions", words=_("Live captions you typed"), of=["media_pipeline.LiveCue.by"])
def live_captions(person: Person) -> Iterator[dict[str, Any]]:
    """Of which webinar and since when; the words are what somebody said in it."""
    lines = LiveCue.objects.filter(by__person=person).order_by().values("broadcast__webinar__title", "language")
    for row in lines.annotate(first=Min("made_at")).order_by("first"):
        yield {"webinar": row["broadcast__webinar__title"], "language": row["language"], "at": row["first"]}


stays("Stays with the video, while its author is no longer named.", "media_pipeline.LiveCue.by")
