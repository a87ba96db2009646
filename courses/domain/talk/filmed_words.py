"""The words beside an answer by film, for who cannot hear it: written before it is sent, with it, or afterwards.

They may be changed until a moderator has decided, and who has begun to read them reads them anew then. What was written
stays when a film is recorded again, cannot be used, or is sent as a file instead.
"""

from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet

from courses.errors import WordsChanged
from courses.models import Ask, AskState, FilmedAnswer, FilmedState
from elearn.people.models import Account, Person
from elearn.safety.api import ContactsInWords, contacts_in, reword, rewordable

from .answering_for import allow, may_answer_for
from .asks import LONGEST


def fit_words(text: str) -> str:
    """Give words as they are kept. Raises ContactsInWords."""
    text = text.strip()[:LONGEST]
    if found := contacts_in(text):
        raise ContactsInWords(found)
    return text


def mark_of(text: str) -> str:
    """Give a short mark by which words are known again; the ends of lines do not matter."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


# Before it is sent -------------------------------------------------------------------------------------
def kept_words(ask: Ask, *, by: Account | None = None) -> str:
    """Give what was written for an answer by film that was not sent, the newest; else what stands beside the last one.

    `by` took it down for the teacher, and is given what they wrote themselves.
    """
    rows = FilmedAnswer.objects.filter(ask=ask.pk, person=ask.teacher_id, taken_by=by, state=FilmedState.DRAFT)
    kept = rows.exclude(text="").order_by("-created_at", "-pk").values_list("text", flat=True).first()
    return kept or (ask.answer if ask.film_id and by is None else "")


@transaction.atomic
def keep_words(ask: Ask, *, text: str, by: Account | None = None) -> str:
    """Keep what is written before a film is sent, beside its draft; gives what is kept.

    Raises AskClosed, MayNotHelp and ContactsInWords.
    """
    from . import filmed  # it sends what these words stand beside

    text = fit_words(text)
    row = filmed.drafts_of(ask, by=by).first() or filmed.begin(ask, by=by)
    FilmedAnswer.objects.filter(ask=ask.pk, taken_by=by, state=FilmedState.DRAFT).exclude(pk=row.pk).update(text="")
    FilmedAnswer.objects.filter(pk=row.pk, state=FilmedState.DRAFT).update(text=text)
    return text


# Afterwards --------------------------------------------------------------------------------------------
def _open() -> QuerySet[Ask]:
    """Give the answers by film about which no moderator has decided."""
    rows = Ask.objects.filter(film__isnull=False, state=AskState.SENT)
    return rows.filter(Q(answer_words=None) | Q(answer_words__in=rewordable()))


def may_say(ask: Ask) -> bool:
    """Say whether the words beside a film that was sent may still be changed: no moderator has decided about it."""
    return bool(ask.film_id) and _open().filter(pk=ask.pk).exists()


def taken_down_for(elder: Person, *, by: Account) -> list[Ask]:
    """Give the answers by film that somebody sent for an elder and whose words they may still change."""
    rows = _open().filter(teacher=elder, film__filmed__taken_by=by)
    return list(rows.select_related("person", "teacher", "webinar", "lesson", "answer_words").order_by("pk"))


@transaction.atomic
def say(ask: Ask, *, text: str, by: Person, helper: Account | None = None, was: str = "") -> bool:
    """Let the teacher, or who recorded it for them, write beside a film that was sent; says whether it was in time.

    `was` is the mark of what stood there when they began to write. Raises WordsChanged where somebody else has
    written meanwhile, and ContactsInWords.
    """
    text = fit_words(text)
    rows = Ask.objects.select_for_update(of=("self",)).select_related("teacher", "answer_words")
    locked = rows.filter(pk=ask.pk, teacher=by).first()
    if locked is None or not may_say(locked) or not _may(locked, helper):
        return False
    if was and mark_of(locked.answer) not in (was, mark_of(text)):
        raise WordsChanged
    if locked.answer_words is not None and not reword(locked.answer_words, by=by, text=text):
        return False
    if helper is not None:
        allow(helper, locked)
    Ask.objects.filter(pk=locked.pk).update(answer=text)
    FilmedAnswer.objects.filter(film=locked.film_id).update(text=text)
    return True


def _may(ask: Ask, helper: Account | None) -> bool:
    if helper is None:
        return True
    is_theirs = FilmedAnswer.objects.filter(film=ask.film_id, taken_by=helper).exists()
    return is_theirs and may_answer_for(helper, ask.teacher)
