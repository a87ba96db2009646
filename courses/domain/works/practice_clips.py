"""A short film of what somebody made: made anew by the queue, then shown to a moderator. What came is deleted.

The film as it came is never kept: a phone writes into it where it was taken, and it may hold more than is seen.
"""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.models import Practice, PracticeState
from courses.models.design import works
from elearn.notices.api import tell

from .practice import show_to_moderators

LONGEST_SECONDS = 120
RETRY_AFTER = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=1)


def make(pk: int) -> bool:
    """Make a film that came playable everywhere; says whether it was done. Again: nothing more."""
    work = Practice.objects.filter(pk=pk).exclude(clip_in="").first()
    if work is None:
        return False
    came = str(work.clip_in.name)
    try:
        with work.clip_in.open("rb") as file:
            made = films.make_clip(file, longest=LONGEST_SECONDS)
    except (films.ClipUnfit, FileNotFoundError) as error:
        give_back(work, came=came, reason=getattr(error, "reason", "broken"))
        return False
    name = uuid4().hex
    clip = works().save(f"practice/{name}.mp4", ContentFile(made.film))
    picture = works().save(f"practice/{name}.jpg", ContentFile(made.picture))
    if not _made(pk, came=came, clip=clip, picture=picture):
        works().delete(clip)
        works().delete(picture)
        return False
    return True


@transaction.atomic
def _made(pk: int, *, came: str, clip: str, picture: str) -> bool:
    """Put what was made in the place of what came; not if that was taken back or another film came meanwhile."""
    work = Practice.objects.select_for_update(of=("self",)).select_related("person", "enrolment__course").get(pk=pk)
    if work.clip_in.name != came or work.state != PracticeState.BEING_READ:
        return False
    work.clip.name, work.picture.name, work.clip_in.name = clip, picture, ""
    work.save(update_fields=["clip", "picture", "clip_in"])
    transaction.on_commit(partial(works().delete, came))
    show_to_moderators(work)
    return True


@transaction.atomic
def give_back(work: Practice, *, came: str, reason: str) -> None:
    """Delete a film that cannot be used, and say so kindly; another may be sent."""
    if Practice.objects.filter(pk=work.pk, clip_in=came).update(clip_in=""):
        transaction.on_commit(partial(works().delete, came))
        tell(
            work.person, "practice_unfit", key=f"practice_unfit:{work.pk}:{came[-12:]}",
            facts={
                "title": work.lesson.title, "is_long": reason == "too_long",
                "address": reverse("courses:practice", args=[work.lesson_id]),
            },
        )  # fmt: skip


def left_over() -> list[int]:
    """Give what a crash left unmade; what never becomes anything is given up after a day."""
    now = timezone.now()
    waiting = Practice.objects.exclude(clip_in="").filter(sent_at__lt=now - RETRY_AFTER).select_related("lesson")
    for work in waiting.filter(sent_at__lt=now - GIVE_UP_AFTER):
        give_back(work, came=str(work.clip_in.name), reason="broken")
    return list(waiting.values_list("pk", flat=True))
