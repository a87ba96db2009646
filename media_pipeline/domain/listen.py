"""Machine captions: the sound is taken out of the film, a process of its own listens, its words become cues.

Only in the language that somebody said is spoken, only if the model knows it, and never over what a person has begun.
The model is a setting; without one there are no machine captions and nothing else changes.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.captions import listen as program
from media_pipeline.captions import model as models
from media_pipeline.captions.shape import Word, cues_of
from media_pipeline.ffmpeg import run as runner
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.hear import NAME, hear
from media_pipeline.models import CaptionState, CaptionTrack, Film, FilmState, Work, WorkKind

from . import work as works
from .caption import forget_machine, keep_machine
from .kinds import does
from .lease import Lease

__all__ = ["allow_hearing", "ask_if_wanted", "left_out", "listen", "model_name", "say_language", "speech_languages"]

PROGRAM = "listen"
_NICE = 10  # what can be watched comes first, then what can be watched on a phone
_THREADS = 2
_MOST_AT_ONCE = 20  # films that a sweep asks for
_EXTRACTED = 5  # per cent of the work that taking out the sound is

# -I: nothing of the surroundings' Python counts, only what is installed with the interpreter.
runner.PROGRAMS[PROGRAM] = (sys.executable, "-I", program.__file__)


def model_name() -> str:
    """The folder or name of the model by setting, else the one that comes with a package; "" for none."""
    chosen = str(getattr(settings, "MEDIA_PIPELINE", {}).get("SPEECH_MODEL", ""))
    return "" if chosen == "none" else chosen or models.embedded()


def speech_languages() -> frozenset[str]:
    """The languages in which a machine can write captions here; settings may name fewer than the model knows."""
    known = _languages(model_name())
    allowed = getattr(settings, "MEDIA_PIPELINE", {}).get("SPEECH_LANGUAGES")
    return known & frozenset(allowed) if allowed else known


_languages = cache(models.languages)


def say_language(film_id: UUID, language: str) -> bool:
    """Note which language is spoken, as somebody says; says whether that is news.

    What the machine heard in another language was wrong and goes; what people typed stays, as a translation.
    """
    with transaction.atomic():
        film = Film.objects.select_for_update().get(pk=film_id)
        if film.language == language:
            return False
        Film.objects.filter(pk=film_id).update(language=language, changed_at=timezone.now())
        if film.language:
            forget_machine(film, film.language)
        ask_if_wanted(film_id)
    return True


def allow_hearing(recording_id: UUID, allowed: bool) -> bool:
    """Note whether a machine may write down what is said in a recording and its parts; says whether that is news.

    What it wrote and nobody has worked on goes with a no. With a yes it is asked for again.
    """
    with transaction.atomic():
        parts = Q(pk=recording_id) | Q(cut_of=recording_id)
        changed = list(Film.objects.select_for_update().filter(parts).exclude(may_be_heard=allowed))
        now = timezone.now()
        Film.objects.filter(pk__in=[film.pk for film in changed]).update(may_be_heard=allowed, changed_at=now)
        for film in changed:
            if allowed:
                ask_if_wanted(film.pk)
            else:
                forget_machine(film, film.language)
    return bool(changed)


def ask_if_wanted(film_id: UUID) -> bool:
    """Ask for machine captions, in the caller's transaction, where they are wanted and can be; says whether it did."""
    film = _wanting().filter(pk=film_id).first()
    if film is not None:
        works.ask(film.pk, WorkKind.CAPTIONS, film.language)
    return film is not None


def left_out() -> list[UUID]:
    """Films whose machine captions were never asked for, some at a time: they came before there was a model."""
    asked = Work.objects.filter(film=OuterRef("pk"), kind=WorkKind.CAPTIONS, subject=OuterRef("language"))
    never = _wanting().filter(~Exists(asked), state=FilmState.READY).order_by("created_at")
    return list(never.values_list("pk", flat=True)[:_MOST_AT_ONCE])


def _wanting() -> QuerySet[Film]:
    """Films that could have machine captions and have none: looked at, with sound, in a language the model knows."""
    kept = CaptionTrack.objects.filter(film=OuterRef("pk"), language=OuterRef("language")).exclude(revision=0)
    # What was heard while it was broadcast is heard again, better, from the whole.
    kept = kept.exclude(state=CaptionState.MACHINE, film__broadcast__isnull=False)
    there = Film.objects.filter(has_audio=True, may_be_heard=True, language__in=speech_languages())
    there = there.filter(blocked_at=None, is_check=False)
    there = there.exclude(Q(source="") | Q(duration_ms=0) | Q(state=FilmState.REFUSED))
    return there.filter(~Exists(kept))


@does(WorkKind.CAPTIONS, gives_way=True)
def listen(film: Film, held: Lease) -> None:
    """Write down what is said, as far as it is still wanted."""
    if held.subject != film.language or film.language not in speech_languages() or not film.source:
        return
    if _has_person(film) or not film.may_be_heard:
        return
    with storage.workspace("listen") as scratch:
        words = _hear(film, held, scratch)
    with transaction.atomic():
        held.done()
        if Film.objects.select_for_update().get(pk=film.pk).may_be_heard:  # a no may have come while it was heard
            keep_machine(film, held.subject, cues_of(words))


def _has_person(film: Film) -> bool:
    """Whether somebody writes these captions already."""
    tracks = CaptionTrack.objects.filter(film=film, language=film.language).exclude(revision=0)
    return tracks.exclude(state=CaptionState.MACHINE).exists()


def _hear(film: Film, held: Lease, scratch: Path) -> list[Word]:
    facts = Facts.from_json(film.facts)
    if facts.audio is None:
        return []
    held.report(0)
    runner.run(
        hear(storage.fetch(film.source, scratch), facts),
        timeout=limits.copy_seconds(facts.seconds), largest=limits.heard_bytes(facts.seconds),
        nice=_NICE, folder=scratch, should_stop=held.lost.is_set,
    )  # fmt: skip
    words: list[Word] = []
    try:
        runner.run(
            [model_name(), held.subject, str(_THREADS), str(scratch / NAME), str(limits.speech_cache())],
            program=PROGRAM, timeout=limits.listen_seconds(facts.seconds), memory=limits.speech_memory(),
            nice=_NICE, on_line=_into(words, facts.seconds, held), should_stop=held.lost.is_set,
        )  # fmt: skip
    except runner.FfmpegFailed as error:
        if program.KNOWS_NO not in error.tail:
            raise
    return words


def _into(words: list[Word], seconds: float, held: Lease) -> Callable[[str], None]:
    """Collect words as they come, and report how far it is."""

    def take(line: str) -> None:
        said = json.loads(line)
        words.extend(Word(*word) for word in said.get("words", ()))
        if "seconds" in said:
            part = min(1.0, said["seconds"] / max(seconds, 1.0))
            held.report(_EXTRACTED + int(part * (99 - _EXTRACTED)))

    return take
