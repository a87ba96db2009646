"""What is said in a film, as the page shows it: a line for each caption, with its time and the name of its language."""

from dataclasses import dataclass

import media_pipeline.api as films
from courses.clock import clock
from courses.player_words import captions_label, language_name
from media_pipeline.models import Film

__all__ = ["Line", "TranscriptShown", "transcripts_of"]


@dataclass(frozen=True)
class Line:
    """Something said; times in ms."""

    start_ms: int
    end_ms: int
    text: str

    @property
    def clock(self) -> str:
        return clock(self.start_ms // 1000)


@dataclass(frozen=True)
class TranscriptShown:
    """All that is said, in one language."""

    language: str
    name: str  # of the language
    label: str  # the name with whether it was translated, or written by a machine
    is_machine: bool
    lines: list[Line]


def transcripts_of(film: Film) -> list[TranscriptShown]:
    """Give what people may read of a film, the language spoken in it first; one query."""
    said = films.said_in([film.pk]).get(film.pk, [])
    return [_shown(one, film) for one in sorted(said, key=lambda one: (one.language != film.language, one.language))]


def _shown(said: films.Transcript, film: Film) -> TranscriptShown:
    is_translation = said.language != film.language
    return TranscriptShown(
        language=said.language,
        name=language_name(said.language),
        label=captions_label(said.language, is_machine=said.is_machine, is_translation=is_translation),
        is_machine=said.is_machine,
        lines=[Line(cue.start_ms, cue.end_ms, " ".join(cue.text.split())) for cue in said.lines],
    )
