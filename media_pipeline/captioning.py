"""The part of the door that captions have: what `media_pipeline.api` gives on, with files read and words found.

Nobody is asked here whether they may: who calls knows. `by` is an account, or None for the program itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .captions import check, files
from .captions.cue import LONGEST_TEXT, Cue, NotACue
from .captions.files import NoCaptions, Read, write_srt, write_vtt
from .captions.merge import Change, changes_between, read_changes
from .domain import caption, listen
from .domain import work as works
from .domain.caption import Draft, Saved
from .domain.caption_queries import ShownCaptions, Transcript, has_reviewed, said_in, transcript
from .domain.caption_queries import cues_of as caption_cues
from .domain.caption_queries import history as caption_history
from .domain.caption_queries import shown as shown_captions
from .domain.caption_queries import tracks_of_film as caption_tracks
from .domain.caption_queries import waiting as captions_waiting
from .domain.listen import speech_languages
from .errors import CaptionsChanged, CaptionsInvalid, CaptionsUnfit
from .models import CaptionTrack, Film, Work, WorkKind, WorkState
from .tasks import wake_on_commit

__all__ = [
    "CaptionWarning",
    "CaptionsChanged",
    "CaptionsInvalid",
    "CaptionsUnfit",
    "Cue",
    "Draft",
    "Imported",
    "Saved",
    "ShownCaptions",
    "Transcript",
    "allow_machine_captions",
    "ask_for_captions",
    "caption_cues",
    "caption_history",
    "caption_limits",
    "caption_tracks",
    "caption_warnings",
    "captions_draft",
    "captions_waiting",
    "changes_between",
    "export_captions",
    "hand_in_captions",
    "has_reviewed",
    "import_captions",
    "listen_again",
    "listen_now",
    "open_captions",
    "read_captions",
    "remove_captions",
    "restore_captions",
    "return_captions",
    "review_captions",
    "said_in",
    "save_captions",
    "set_language",
    "shown_captions",
    "speech_languages",
    "transcript",
    "warning_words",
    "write_srt",
    "write_vtt",
]

_NOT_A_CUE: dict[str, str | Promise] = {
    "id": _("A line cannot be told from the others. Please load the page again."),
    "time": _("A line has to end after it begins."),
    "text": _("A line is too long. Please make two of it."),
    "many": _("There are too many lines."),
    "twice": _("A line is there twice. Please load the page again."),
}
_NO_CAPTIONS: dict[str, str | Promise] = {
    "large": _("The file is too large for captions."),
    "text": _("This file holds no text. Please choose a file that ends in .vtt or .srt."),
    "many": _("There are too many lines."),
    "none": _("There are no captions in this file. Please choose a file that ends in .vtt or .srt."),
}
_UNREADABLE = _("This could not be read as captions.")
_WARNINGS: dict[str, str | Promise] = {
    check.Code.EMPTY: _("There are no words yet."),
    check.Code.OVERLAP: _("It begins before the line above has ended."),
    check.Code.TOO_SHORT: _("It is seen very briefly."),
    check.Code.TOO_LONG: _("It is seen very long. You could make two lines of it."),
    check.Code.TOO_FAST: _("There is little time to read it. You could show it longer, or use fewer words."),
    check.Code.LONG_LINES: _("It is long for the screen. You could make two lines of it."),
    check.Code.OUTSIDE: _("It ends after the video has ended."),
}


@dataclass(frozen=True)
class CaptionWarning:
    """Something about a line to look at again, in words."""

    id: str
    code: str
    words: str


@dataclass(frozen=True)
class Imported:
    """What came of a file: the captions as they are now, how many lines could not be read, what to look at again."""

    draft: Draft
    skipped: int
    warnings: list[CaptionWarning]


# Working on captions ------------------------------------------------------------------------------
def open_captions(film: Film, language: str, *, by: Any = None) -> CaptionTrack:
    """The track of a film in a language, made when there is none; a translation begins with the original's times."""
    return caption.begin(film, language=language, by=by)


def captions_draft(track: CaptionTrack) -> Draft:
    """A track as it is being worked on."""
    return caption.draft(track)


def save_captions(track: CaptionTrack, changes: Sequence[Any], *, base: int, by: Any) -> Saved:
    """Save what was done since revision `base`: [{"was": cue or None, "now": cue or None, "group": name}], or Changes.

    What somebody else has changed meanwhile is not overwritten; it comes back as a conflict. Raises CaptionsInvalid.
    """
    try:
        read = list(changes) if all(isinstance(one, Change) for one in changes) else read_changes(list(changes))
        return caption.save(track, read, base=base, by=by)
    except (NotACue, TypeError) as error:
        raise _invalid(error) from error


def restore_captions(track: CaptionTrack, number: int, *, by: Any, base: int | None = None) -> Draft:
    """Go on from an earlier version. Raises CaptionsChanged, and CaptionRevision.DoesNotExist."""
    return caption.restore(track, number, by=by, base=base)


def import_captions(track: CaptionTrack, data: bytes, *, by: Any, base: int | None = None) -> Imported:
    """Take a WebVTT or SubRip file in place of what there is. Raises CaptionsInvalid and CaptionsChanged."""
    read = read_captions(data, language=track.language)
    draft = caption.bring_in(track, read, by=by, base=base)
    duration = Film.objects.values_list("duration_ms", flat=True).get(pk=track.film_id)
    return Imported(draft, read.skipped, caption_warnings(draft.cues, duration))


def export_captions(track: CaptionTrack, kind: str) -> bytes:
    """The newest captions as a file, "vtt" or "srt"."""
    write = {"vtt": write_vtt, "srt": write_srt}[kind]
    return write(caption_cues(track)).encode()


def hand_in_captions(track: CaptionTrack, *, by: Any, base: int | None = None) -> CaptionTrack:
    """Say that captions are ready for review. Raises CaptionsUnfit and CaptionsChanged."""
    return caption.hand_in(track, by=by, base=base)


def return_captions(track: CaptionTrack) -> CaptionTrack:
    """Take captions out of those that wait for a review."""
    return caption.give_back(track)


def review_captions(track: CaptionTrack, *, revision: int, by: Any) -> CaptionTrack:
    """Say that a revision, the newest, is right; people watch with it. Raises CaptionsChanged and CaptionsUnfit."""
    return caption.review(track, revision=revision, by=by)


def remove_captions(track: CaptionTrack) -> None:
    """Remove a track with its history."""
    caption.remove(track)


# Plain cues -----------------------------------------------------------------------------------------
def read_captions(data: bytes, *, language: str = "") -> Read:
    """Read a file: `.cues` and how many were `.skipped`. Raises CaptionsInvalid."""
    try:
        return files.read_file(data, language=language)
    except NoCaptions as error:
        raise CaptionsInvalid(error.reason, _NO_CAPTIONS.get(error.reason, _UNREADABLE)) from error


def caption_warnings(cues: Iterable[Cue], duration_ms: int = 0) -> list[CaptionWarning]:
    """What to look at again, in words; nothing of it hinders."""
    found = check.warnings(cues, duration_ms=duration_ms)
    return [CaptionWarning(one.id, one.code, str(_WARNINGS[one.code])) for one in found]


def caption_limits() -> dict[str, int]:
    """What warnings go by, for a page that warns while one types: ms, signs a second or a line, bytes of a file."""
    return {
        "shortest": check.SHORTEST_MS,
        "longest": check.LONGEST_MS,
        "fastest": check.CHARACTERS_A_SECOND,
        "letters": check.MOST_LINES * check.LONGEST_LINE,
        "text": LONGEST_TEXT,
        "outside": check.AFTER_END_MS,
        "file": files.LARGEST,
    }


def warning_words() -> dict[str, str]:
    """The words of each warning, by its code, in the active language."""
    return {code: str(words) for code, words in _WARNINGS.items()}


def _invalid(error: Exception) -> CaptionsInvalid:
    reason = error.reason if isinstance(error, NotACue) else "form"
    return CaptionsInvalid(reason, _NOT_A_CUE.get(reason, _UNREADABLE))


# Machine captions -----------------------------------------------------------------------------------
def set_language(film: Film, language: str) -> bool:
    """Say which language is spoken in a film, and have captions written where a machine can; says if it is news."""
    with transaction.atomic():
        changed = listen.say_language(film.pk, language)
        wake_on_commit(film.pk)
    film.language = language
    return changed


def allow_machine_captions(recording: Film, allowed: bool) -> bool:
    """Say whether a machine may write captions of a recording and its parts; says whether that is news.

    A no takes away what it wrote, as far as nobody has worked on it; what people made of it stays theirs.
    """
    with transaction.atomic():
        changed = listen.allow_hearing(recording.pk, allowed)
        wake_on_commit(recording.pk)
    return changed


def listen_again(film: Film) -> bool:
    """Ask for machine captions; says whether they are wanted and can be."""
    with transaction.atomic():
        asked = listen.ask_if_wanted(film.pk)
        wake_on_commit(film.pk)
    return asked


def listen_now(film: Film) -> bool:
    """Write machine captions here and now, if they are asked for; says whether it was done."""
    listen_again(film)
    waiting = Work.objects.filter(film=film, kind=WorkKind.CAPTIONS, state=WorkState.WAITING)
    done = [works.run(work_id) for work_id in waiting.values_list("pk", flat=True)]
    return any(done)


def ask_for_captions() -> int:
    """Ask for machine captions of films that came before there was a model; some at a time, says for how many."""
    return sum(listen_again(Film(pk=film_id)) for film_id in listen.left_out())
