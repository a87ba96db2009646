"""What becomes of an answer by film: a moderator sees it as soon as it can be watched, or its teacher is told why not.

What stopped by a fault of ours is tried again; what becomes nothing is given up, and the question waits anew.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import AskClosed, FilmedUnfit, MayNotHelp
from courses.models import Ask, AskState, FilmedAnswer, FilmedState
from elearn.history.api import Kind
from elearn.notices.api import tell
from elearn.people.models import Account
from elearn.safety.api import submit
from elearn.safety.models import Submission
from media_pipeline.models import Film, FilmState, Refusal

from .asks import FILM, REWRITTEN, await_decision
from .filmed import LONGEST_SECONDS, begin, forget, note_about, open_again, remove
from .filmed_words import fit_words
from .spoken import may_write_down

SLACK_MS = 30_000  # a recorder stops when it can, and a file is not thrown away for a few seconds
RETRY_AFTER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
KEEP_DRAFTS = timedelta(days=14)


@transaction.atomic
def settle(film_id: UUID) -> bool:
    """Go on from what became of a film: show it to the moderators, or give the question back. Again: nothing more."""
    rows = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher")
    ask = rows.filter(film=film_id, state=AskState.SENT, answer_words=None).first()
    row = FilmedAnswer.objects.filter(film=film_id, state=FilmedState.PREPARING).select_related("film").first()
    if ask is None or row is None:
        return False
    if reason := unfit(row.film):
        fail(row, reason=reason)
        return True
    if not films.status_of_row(row.film).playable:
        return False
    if not FilmedAnswer.objects.filter(pk=row.pk, state=FilmedState.PREPARING).update(state=FilmedState.MADE):
        return False
    words = submit(FILM, f"filmed:{film_id}", by=ask.teacher, text=row.text, to=ask.person, taken_by=row.taken_by)
    await_decision(ask, words)
    return True


def unfit(film: Film) -> str:
    """Say why a film cannot be passed on: a reason of the pipeline, or one of ours; "" while nothing speaks against."""
    if film.state == FilmState.REFUSED:
        return film.refusal or str(Refusal.BROKEN)
    if not film.playable_at:
        return ""
    if film.duration_ms > LONGEST_SECONDS * 1000 + SLACK_MS:
        return "five_minutes"
    return "" if film.has_video else "no_picture"


@transaction.atomic
def fail(row: FilmedAnswer, *, reason: str) -> None:
    """Give the question back to the teacher, and say kindly why the film cannot be used and what to do.

    What was written beside it is kept for the next one.
    """
    found = Ask.objects.select_for_update(of=("self",)).select_related("teacher")
    ask = found.filter(film=row.film_id, answer_words=None).first()
    if ask is not None:
        open_again(ask)
        note_about(Kind.FILM_ANSWER_UNFIT, ask, reason=reason)
        tell(
            ask.teacher, "film_answer_unfit", key=f"film_answer_unfit:{row.film_id}",
            facts={
                "question": ask.text, "reason": _in_words(reason, language=ask.teacher.language),
                "address": reverse("courses:my_question", args=[ask.pk]),
            },
        )  # fmt: skip
        _keep_words(ask, row)
    remove(row)


def _keep_words(ask: Ask, row: FilmedAnswer) -> None:
    """Let what was written stand beside the next film, unless the question is gone, or who took it down may no more."""
    if not row.text:
        return
    try:
        draft = begin(ask, by=row.taken_by)
    except (AskClosed, MayNotHelp):
        return
    FilmedAnswer.objects.filter(pk=draft.pk).update(text=row.text)


def _in_words(reason: str, *, language: str) -> str:
    with translation.override(language):
        if reason == "five_minutes":
            return _("The video is longer than five minutes. Please tell it a little shorter.")
        if reason == "no_picture":
            return _("We find a sound in it, but no picture. Please record it once more, or answer by voice.")
        if reason in Refusal.values:
            return str(Refusal(reason).label)
        return _("We could not read this video. This is not your fault. Please record it once more.")


# The sweep ---------------------------------------------------------------------------------------------
def sweep() -> int:
    """Take up what a crash left, have tried again what stopped by our fault, give up what became nothing."""
    now, done = timezone.now(), 0
    waiting = FilmedAnswer.objects.filter(state=FilmedState.PREPARING).select_related("film")
    for row in waiting:
        if settle(row.film_id):
            done += 1
        elif row.sent_at and row.sent_at < now - GIVE_UP_AFTER:
            fail(row, reason="stopped")
            done += 1
        elif row.film.state == FilmState.FAILED and row.film.changed_at < now - RETRY_AFTER:
            done += films.try_again(row.film)
    left = FilmedAnswer.objects.filter(state=FilmedState.DRAFT, created_at__lt=now - KEEP_DRAFTS)
    for row in left.select_related("film"):
        forget(row)
        done += 1
    return done


# Written down ------------------------------------------------------------------------------------------
def filmed_of(words: Submission) -> FilmedAnswer | None:
    """Give the film that moderators see; None when it is gone."""
    rows = FilmedAnswer.objects.filter(film__ask__answer_words=words, state=FilmedState.MADE)
    return rows.select_related("film", "ask__person", "ask__teacher").first()


@transaction.atomic
def write_down(words: Submission, *, text: str, by: Account) -> FilmedAnswer:
    """Write down what is said in a film, for who cannot hear it. Raises FilmedUnfit and ContactsInWords."""
    locked = Submission.objects.select_for_update().get(pk=words.pk)
    row = filmed_of(locked)
    if row is None or not may_write_down(locked, by):
        raise FilmedUnfit(_("This recording can no longer be written down."))
    text = fit_words(text)
    FilmedAnswer.objects.filter(pk=row.pk).update(text=text)
    Ask.objects.filter(film=row.film_id).update(answer=text)
    row.text = text
    return row


# How it stands -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class FilmStanding:
    """How far an answer by film is, for its teacher. `percent` of the preparing, 0–100, while that goes on."""

    stage: str  # "preparing", "looked_at", "declined", "answered", "gone"
    words: str = ""
    percent: int | None = None
    is_moving: bool = False
    is_playable: bool = False
    when: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self)


def standing(ask: Ask) -> FilmStanding:
    """Say how far the film of an answer is. Reads the film."""
    if ask.film is None:
        return FilmStanding("gone")
    known = films.status_of_row(ask.film)
    if ask.state == AskState.ANSWERED:
        return FilmStanding("answered", _("Your answer is passed on."), is_playable=known.playable)
    if ask.answer_words is not None and ask.answer_words.state in REWRITTEN:
        return FilmStanding("declined", is_playable=known.playable)
    if ask.answer_words_id:
        words = _("Your video is ready. Somebody of ours watches it first, then it is passed on.")
        return FilmStanding("looked_at", words, is_playable=known.playable)
    return FilmStanding("preparing", known.words, known.percent, is_moving=True, is_playable=known.playable)


def weigh(asks: Iterable[Ask]) -> None:
    """Note on the films of answers what watching each costs, in one query for all."""
    found = [ask.film for ask in asks if ask.film]
    sizes = films.sizes_of(found) if found else {}
    for film in found:
        film.known_sizes = sizes.get(film.pk, {})  # type: ignore[attr-defined]  # read by the tag `film_sizes`
