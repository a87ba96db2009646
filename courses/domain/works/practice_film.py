"""A film of what somebody made on its way in: in parts, so that a broken line or a closed page loses nothing.

What arrives is kept apart: it is nobody's film, has no address, and is seen by nobody. Once it is whole and sent, it is
a work like one that came with a form, under the same limits, and what came is deleted.
"""

from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

import media_pipeline.api as films
from courses.blocks_made import Takes
from courses.errors import PhotoWanting, PracticeStands, PracticeUnfit, PracticeWaits, TaskWanting
from courses.models import Enrolment, LessonPage, Practice, PracticeDraft, PracticeState
from elearn.people.models import Person
from elearn.safety.api import ContactsInWords, contacts_in

from . import practice

KEEP_DRAFTS = timedelta(days=14)


def begun(person: Person, lesson: LessonPage) -> PracticeDraft | None:
    """Give the film of somebody’s work that is on its way in, or here and not sent."""
    return PracticeDraft.objects.filter(person=person, lesson=lesson).select_related("film").first()


@transaction.atomic
def begin_film(person: Person, lesson: LessonPage, *, head: bytes = b"", words: str = "") -> PracticeDraft:
    """Begin to send a film, or go on with the one begun; one that is here whole is thrown away for it.

    `head` is what the file begins with, where that is known. Nothing of what cannot be sent is taken: raises what
    `practice.send_practice` raises.
    """
    _refuse(person, lesson, head=head, words=words)
    Enrolment.objects.select_for_update().get(pk=practice.refuse_sending(person, lesson).pk)  # two tabs at once
    row = begun(person, lesson)
    if row is not None and films.has_come_in(row.film):
        forget(row)
        row = None
    if row is None:
        row = PracticeDraft(person=person, lesson=lesson, film=films.open_film(is_check=person.is_check))
    row.words = words.strip()[: practice.LONGEST]
    row.save()
    return row


def _refuse(person: Person, lesson: LessonPage, *, head: bytes, words: str) -> None:
    if not practice.task_of(lesson):
        raise TaskWanting
    if found := contacts_in(words):
        raise ContactsInWords(found)
    if practice.takes_of(lesson) == Takes.PHOTO or (head and not practice.is_film(head)):
        raise PracticeUnfit
    work = practice.mine(person, lesson)
    if not practice.may_send(work):
        raise PracticeStands if work and work.state == PracticeState.ACCEPTED else PracticeWaits


def send_film(person: Person, lesson: LessonPage, *, words: str = "") -> Practice:
    """Send the film that has come in. Sending it twice is sending it once.

    Raises PhotoWanting while it is not here, and what `practice.send_practice` raises; of a film that cannot be used
    nothing is kept.
    """
    row = begun(person, lesson)
    if row is None:
        work = practice.mine(person, lesson)
        if work is None or not work.clip_in:
            raise PhotoWanting
        return work
    try:
        with films.open_apart(row.film) as path, path.open("rb") as file:
            work = practice.send_practice(person, lesson, shown=File(file), words=words)
    except films.NotArrived as error:
        raise PhotoWanting from error
    except PracticeUnfit:
        forget(row)
        raise
    forget(row)
    return work


@transaction.atomic
def forget(row: PracticeDraft) -> None:
    """Delete what has arrived of a film; its files go on commit."""
    films.remove_film(row.film)


def join(keep: Person, absorb: Person) -> None:
    """Join what two records of one person have begun: of one lesson the kept record’s goes on."""
    mine = PracticeDraft.objects.filter(person=keep).values_list("lesson", flat=True)
    for twice in PracticeDraft.objects.filter(person=absorb, lesson__in=list(mine)).select_related("film"):
        forget(twice)


def sweep() -> int:
    """Give up what nobody went on with for two weeks; says how much it was."""
    left = PracticeDraft.objects.filter(begun_at__lt=timezone.now() - KEEP_DRAFTS).select_related("film")
    for row in list(left):
        forget(row)
    return len(left)
