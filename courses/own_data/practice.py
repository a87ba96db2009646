"""What is held of what somebody noted down and made, what goes with them, and how long photos are kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from ..clock import clock
from ..domain.works import practice_film
from ..domain.works.practice import let_lapse
from ..models import Gallery, Note, Practice, PracticeDraft, PracticeReply, Volunteer

Row = dict[str, Any]
_AT_WORK = ("courses.PracticeReply.by_account",)


# What is held ------------------------------------------------------------------------------------------
@holds("courses.notes", words=_("Your notes in lessons"), of=["courses.Note.person"])
def notes(person: Person) -> Iterator[Row]:
    for row in Note.objects.filter(person=person).select_related("lesson").order_by("pk"):
        yield {"lesson": row.lesson.title, "at": clock(row.ms // 1000)} | plain(row, "text", "made_at", "changed_at")


@holds("courses.works", words=_("What you made and showed"), of=["courses.Practice.person"])
def works(person: Person) -> Iterator[Row]:
    for row in Practice.objects.filter(person=person).select_related("lesson").order_by("pk"):
        facts = {"lesson": row.lesson.title, "photo": bool(row.picture)}
        yield facts | plain(row, "state", "words", "gallery", "sent_at", "decided_at", "hung_at")


@holds("courses.works_begun", words=_("Videos of what you made, not sent yet"), of=["courses.PracticeDraft.person"])
def works_begun(person: Person) -> Iterator[Row]:
    for row in PracticeDraft.objects.filter(person=person).select_related("lesson").order_by("pk"):
        yield {"lesson": row.lesson.title} | plain(row, "words", "begun_at")


@holds("courses.work_replies", words=_("What you said to what learners made"), of=["courses.PracticeReply.by"])
def replies(person: Person) -> Iterator[Row]:
    for row in PracticeReply.objects.filter(by=person).select_related("practice__lesson").order_by("pk"):
        yield {"lesson": row.practice.lesson.title} | plain(row, "verdict", "text", "at")


@holds(
    "courses.volunteers",
    words=_("Courses whose learners you encourage as a volunteer"),
    of=["courses.Volunteer.person"],
)
def volunteers(person: Person) -> Iterator[Row]:
    for row in Volunteer.objects.filter(person=person).select_related("course").order_by("pk"):
        yield {"course": row.course.title, "known_since": row.since, "ended_at": row.ended_at}


not_given("What somebody did at work is given with their words.", *_AT_WORK)


# What goes ---------------------------------------------------------------------------------------------
@forgets("courses.notes", of=["courses.Note.person"])
def forget_notes(person: Person) -> None:
    Note.objects.filter(person=person).delete()


@forgets("courses.works", of=["courses.Practice.person", "courses.PracticeReply.by"])
def forget_works(person: Person) -> None:
    """Works go with their photos; of what was said to others' works stays what was decided, without the words."""
    for work in Practice.objects.filter(person=person):
        work.delete()
    PracticeReply.objects.filter(by=person).update(text="")


@forgets("courses.works_begun", of=["courses.PracticeDraft.person"])
def forget_works_begun(person: Person) -> None:
    for row in PracticeDraft.objects.filter(person=person).select_related("film"):
        practice_film.forget(row)


@forgets("courses.volunteers", of=["courses.Volunteer.person"])
def forget_volunteers(person: Person) -> None:
    Volunteer.objects.filter(person=person).delete()


stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)


# How long ----------------------------------------------------------------------------------------------
def old_photos(before: datetime, most: int) -> list[Practice]:
    """Find what is a year old, answered or not: nobody's silence keeps a picture of a child's hands for ever."""
    rows = Practice.objects.filter(sent_at__lt=before).exclude(picture="", clip="", clip_in="")
    return list(rows.exclude(gallery=Gallery.HANGS).order_by("pk")[:most])


def remove_photos(works: Sequence[Practice]) -> None:
    for work in works:
        let_lapse(work)


keep(
    "courses.works", what=_("The photo or video of what you made, unless it hangs in a gallery"), days=365,
    why=_("So that you and your teacher can look at it for a year."), find=old_photos, clear=remove_photos,
)  # fmt: skip
