"""What is held of questions to teachers and of answers by voice and film, what goes, and how long it is kept."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import media_pipeline.api as films
from elearn.people.api import forgets, holds, not_given, plain, public_name, stays
from elearn.people.models import Person

from ..domain.talk import filmed, spoken
from ..models import AnswerForm, Ask, AskState, FilmedAnswer, SpokenAnswer

Row = dict[str, Any]
_AT_WORK = ("courses.SpokenAnswer.taken_by", "courses.FilmedAnswer.taken_by")


# What is held ------------------------------------------------------------------------------------------
@holds("courses.asks", words=_("Questions to teachers"), of=["courses.Ask.person", "courses.Ask.teacher"])
def asks(person: Person) -> Iterator[Row]:
    """What the person asked, with the answer; and what others asked them, by the name that others may see."""
    for row in Ask.objects.filter(person=person).select_related("teacher", "webinar", "lesson"):
        given = row.answer if row.state == AskState.ANSWERED else ""
        facts = plain(row, "text", "state", "asked_at", "answered_at")
        yield {"teacher": public_name(row.teacher)} | _about(row) | facts | {"answer": given}
    reached = Ask.objects.filter(teacher=person).exclude(state=AskState.BEING_READ)
    for row in reached.select_related("person", "webinar", "lesson"):
        yield {"by": public_name(row.person), "words": row.text, "answer": row.answer, "asked_at": row.asked_at}


def _about(row: Ask) -> Row:
    about = {"webinar": row.webinar.title if row.webinar else ""}
    return about | ({"lesson": row.lesson.title} if row.lesson else {})


@holds("courses.spoken", words=_("Your answers by voice"), of=["courses.SpokenAnswer.person"])
def spoken_answers(person: Person) -> Iterator[Row]:
    for row in SpokenAnswer.objects.filter(person=person).order_by("created_at"):
        address = reverse("courses:spoken", args=[row.key]) if row.made else ""
        yield {"seconds": row.ms // 1000, "download": address} | plain(row, "text", "created_at")


@holds("courses.filmed", words=_("Your answers by video"), of=["courses.FilmedAnswer.person"])
def filmed_answers(person: Person) -> Iterator[Row]:
    for row in FilmedAnswer.objects.filter(person=person).select_related("film", "ask").order_by("created_at"):
        address = reverse("courses:answer_film_file", args=[row.pk]) if films.has_whole(row.film) else ""
        facts = plain(row, "text", "state", "created_at", "sent_at")
        yield {"question": row.ask.text, "seconds": row.film.duration_ms // 1000, "download": address} | facts


not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK)


# What goes ---------------------------------------------------------------------------------------------
@forgets("courses.asks", of=["courses.Ask.person"])
def forget_asks(person: Person) -> None:
    """What the person asked goes, and what was said to them; what they answered others in writing stays with them."""
    for row in Ask.objects.filter(person=person).select_related("voice"):
        if row.voice:
            _remove(row.voice)
    for answer in FilmedAnswer.objects.filter(ask__person=person).select_related("film"):
        filmed.forget(answer)
    Ask.objects.filter(person=person).delete()
    left = Ask.objects.filter(teacher=person).exclude(state__in=[AskState.ANSWERED, AskState.PUT_AWAY])
    left.update(state=AskState.PUT_AWAY, tell_after=timezone.now())  # who asked was promised word


@forgets("courses.spoken", of=["courses.SpokenAnswer.person"])
def forget_spoken(person: Person) -> None:
    """A voice goes with whose it is; the words that were written down of it stay with who asked."""
    for row in SpokenAnswer.objects.filter(person=person):
        Ask.objects.filter(voice=row).update(answer_form=AnswerForm.WRITTEN, consent=None)
        _remove(row)


@forgets("courses.filmed", of=["courses.FilmedAnswer.person"])
def forget_filmed(person: Person) -> None:
    """A face goes with whose it is; the words that were written down of it stay with who asked."""
    for row in FilmedAnswer.objects.filter(person=person).select_related("film"):
        filmed.leave_words(row)


def _remove(row: SpokenAnswer) -> None:
    with transaction.atomic():
        spoken.remove(row)


stays("An answer stays with who asked; its teacher is a row without a name then.", "courses.Ask.teacher")
stays("Stays with the answer, while the account that took it down is no longer named.", *_AT_WORK)
