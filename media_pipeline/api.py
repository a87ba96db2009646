"""The door of the media pipeline: what other apps may call.

A film is opened, its source comes in (as a file, a take or an upload), and the work that follows
runs on the queue. `signals.film_changed` tells when a first version can be watched and when all is
ready.
"""

from functools import partial
from pathlib import Path

from django.db import transaction

from . import storage
from .captioning import (
    CaptionsChanged,
    CaptionsInvalid,
    CaptionsUnfit,
    CaptionWarning,
    Cue,
    Draft,
    Imported,
    Saved,
    ShownCaptions,
    Transcript,
    allow_machine_captions,
    ask_for_captions,
    caption_cues,
    caption_history,
    caption_limits,
    caption_tracks,
    caption_warnings,
    captions_draft,
    captions_waiting,
    changes_between,
    export_captions,
    hand_in_captions,
    has_reviewed,
    import_captions,
    listen_again,
    listen_now,
    open_captions,
    read_captions,
    remove_captions,
    restore_captions,
    return_captions,
    review_captions,
    said_in,
    save_captions,
    set_language,
    shown_captions,
    speech_languages,
    transcript,
    warning_words,
    write_srt,
    write_vtt,
)
from .changing import (
    can_carry_described,
    carry_captions_of,
    carry_described_of,
    choose_poster,
    cut_film,
    posters_of,
)
from .domain import block, intake
from .domain import remove as _remove
from .domain import sweep as _sweep
from .domain import work as _work
from .domain.clip import Clip
from .domain.clip import make as make_clip
from .domain.estimate import Estimate, estimates
from .domain.kinds import essential
from .domain.queries import (
    FilmStatus,
    Playback,
    PosterChoice,
    master_playlist,
    playback,
    poster,
    sizes_of,
    status,
    status_of_row,
)
from .domain.tracks import TrackProblem, tracks_of
from .domain.tracks import attach as attach_track
from .domain.tracks import detach as detach_track
from .domain.tracks import playable as playable_tracks
from .domain.voice import Voice
from .domain.voice import make as make_voice
from .errors import AlreadyArrived, ClipUnfit, NoOriginal, NotPlayable, SlidesUnfit, TrackUnfit, VoiceUnfit
from .hands import is_there as worker_is_there
from .keeping import (
    Leftover,
    allow_original_to_go,
    collect,
    has_original,
    has_whole,
    keep_house,
    keep_original,
    open_whole,
    original_address,
    original_goes_at,
    remove_original,
    unfinished_uploads,
)
from .live import (
    Health,
    broadcast_health,
    broadcast_healths,
    end_broadcast,
    film_ms,
    forget_rehearsal,
    go_on_air,
    on_air_ms,
    open_broadcast,
    pause,
    rehearsed_broadcasts,
    studio_address,
    sweep_live,
)
from .live_captioning import (
    LONGEST_LINE,
    Listening,
    LiveLine,
    NotOnAir,
    begin_listening,
    keep_captions_left_out,
    keep_live_captions,
    line_of,
    listening,
    listening_told,
    live_cues,
    live_edge,
    live_vtt,
    say_live,
    stop_listening,
    unsay_live,
)
from .live_delivery import live_address, live_sound_address
from .models import Film, FilmState, Work, WorkKind, WorkState
from .reception import (
    Arrival,
    Counts,
    Nonsense,
    NotArrived,
    NothingRecorded,
    PiecesMissing,
    TakeClosed,
    TakeSummary,
    UploadSummary,
    arrivals,
    discard_take,
    has_begun,
    has_come_in,
    name_film,
    open_apart,
    open_take,
    open_takes,
    open_upload_address,
    piece_address,
    receive_piece,
    send_take,
    sweep_reception,
    take_of,
    take_summary,
    upload_summary,
)
from .segments import digests_of, segments_between
from .showing import Slide, drop_slides, keeps_slides, make_slides, slide_address
from .signals import FilmChange, broadcast_changed, captions_changed, film_changed
from .storage import NoRoom, ensure_room_for_arrivals
from .tasks import empty_film, wake, wake_on_commit

__all__ = [
    "AlreadyArrived",
    "Arrival",
    "CaptionWarning",
    "CaptionsChanged",
    "CaptionsInvalid",
    "CaptionsUnfit",
    "Counts",
    "Cue",
    "Draft",
    "Estimate",
    "FilmChange",
    "FilmStatus",
    "Health",
    "Imported",
    "LONGEST_LINE",
    "Leftover",
    "Listening",
    "LiveLine",
    "NoOriginal",
    "Nonsense",
    "NotArrived",
    "NotOnAir",
    "NoRoom",
    "NotPlayable",
    "NothingRecorded",
    "PiecesMissing",
    "Playback",
    "PosterChoice",
    "Saved",
    "ShownCaptions",
    "Slide",
    "SlidesUnfit",
    "TakeClosed",
    "TakeSummary",
    "TrackProblem",
    "TrackUnfit",
    "Transcript",
    "UploadSummary",
    "Clip",
    "ClipUnfit",
    "Voice",
    "VoiceUnfit",
    "allow_original_to_go",
    "arrivals",
    "arrived",
    "allow_machine_captions",
    "ask_for_captions",
    "attach_track",
    "begin_listening",
    "block_film",
    "broadcast_changed",
    "broadcast_health",
    "broadcast_healths",
    "cancel_work",
    "caption_cues",
    "caption_history",
    "caption_limits",
    "caption_tracks",
    "caption_warnings",
    "captions_changed",
    "captions_draft",
    "captions_waiting",
    "can_carry_described",
    "carry_captions_of",
    "carry_described_of",
    "changes_between",
    "check_now",
    "choose_poster",
    "collect",
    "count_failed",
    "cut_film",
    "detach_track",
    "digests_of",
    "discard_take",
    "drop_slides",
    "end_broadcast",
    "ensure_room_for_arrivals",
    "estimates",
    "export_captions",
    "film_changed",
    "film_ms",
    "forget_rehearsal",
    "go_on_air",
    "hand_in_captions",
    "has_begun",
    "has_come_in",
    "has_original",
    "has_reviewed",
    "has_whole",
    "import_captions",
    "keep_house",
    "keep_live_captions",
    "keep_original",
    "line_of",
    "listen_again",
    "listen_now",
    "listening",
    "listening_told",
    "live_address",
    "live_cues",
    "live_edge",
    "live_sound_address",
    "live_vtt",
    "keeps_slides",
    "make_slides",
    "make_clip",
    "make_voice",
    "master_playlist",
    "name_film",
    "on_air_ms",
    "open_apart",
    "open_broadcast",
    "open_captions",
    "open_film",
    "open_take",
    "open_takes",
    "open_upload_address",
    "open_whole",
    "original_address",
    "original_goes_at",
    "pause",
    "piece_address",
    "playable_tracks",
    "playback",
    "poster",
    "posters_of",
    "prepare_now",
    "read_captions",
    "receive_file",
    "receive_piece",
    "rehearsed_broadcasts",
    "remove_captions",
    "remove_film",
    "remove_original",
    "restore_captions",
    "return_captions",
    "review_captions",
    "said_in",
    "save_captions",
    "say_live",
    "send_take",
    "segments_between",
    "set_language",
    "shown_captions",
    "sizes_of",
    "slide_address",
    "speech_languages",
    "status",
    "status_of_row",
    "stop_listening",
    "studio_address",
    "sweep",
    "take_of",
    "take_summary",
    "tracks_of",
    "transcript",
    "try_again",
    "try_work_again",
    "unblock_film",
    "unfinished_uploads",
    "unsay_live",
    "upload_summary",
    "warning_words",
    "worker_is_there",
    "write_srt",
    "write_vtt",
]


def count_failed() -> int:
    """How many films stopped by a fault of ours and wait for staff, trials not counted."""
    return Film.objects.filter(state=FilmState.FAILED, is_check=False).count()


def open_film(title: str = "", *, is_check: bool = False) -> Film:
    """A new film that waits for its source."""
    return Film.objects.create(title=title, is_check=is_check)


def receive_file(film: Film, path: Path) -> Film:
    """Take a copy of a local file as the source and have it looked at. Raises AlreadyArrived."""
    storage.put_copy(film.source_key, path)
    return arrived(film, film.source_key, path.stat().st_size)


def arrived(film: Film, source_key: str, bytes: int) -> Film:
    """The source lies in the storage already; have it looked at. Raises AlreadyArrived."""
    with transaction.atomic():
        if not intake.arrived(film.pk, source_key, bytes):
            raise AlreadyArrived(str(film.pk))
        wake_on_commit(film.pk)
    film.refresh_from_db()
    return film


def check_now(film: Film) -> Film:
    """Look at an arrived film here and now; the encoding is left to the queue."""
    _do_now(film, [WorkKind.WATCHABLE])
    return film


def prepare_now(film: Film) -> Film:
    """Do all the work on an arrived film here and now; the state says what came of it."""
    _do_now(film, essential())
    return film


def _do_now(film: Film, kinds: list) -> None:
    """Do the work of these kinds that waits, and what waits after it; none of it twice."""
    tried: list[int] = []
    waiting = Work.objects.filter(film=film, kind__in=kinds, state=WorkState.WAITING)
    while (work_id := waiting.exclude(pk__in=tried).values_list("pk", flat=True).first()) is not None:
        tried.append(work_id)
        _work.run(work_id)
    film.refresh_from_db()


def try_again(film: Film) -> bool:
    """Have a film worked on again that failed by a fault of ours; says whether it had."""
    with transaction.atomic():
        is_waiting = intake.reopen(film.pk)
        wake_on_commit(film.pk)
    return is_waiting


def try_work_again(work: Work) -> bool:
    """Have parked or cancelled work done again; says whether it was either."""
    with transaction.atomic():
        is_waiting = _work.try_again(work.pk)
        wake_on_commit(work.film_id)
    return is_waiting


def cancel_work(work: Work) -> bool:
    """Let a piece of work not be done, even when it has begun; says whether it was still to do.

    A film that cannot be used without it has failed, and `try_again` has it worked on again.
    """
    return _work.cancel(work.pk)


def block_film(film: Film, *, for_good: bool = True) -> bool:
    """Let nobody watch a film any more, in every process within seconds; says whether anybody could.

    For good, its files are removed by the queue, and only the row stays; else `unblock_film` undoes it.
    """
    changed = block.block(film.pk, for_good=for_good)
    if for_good:
        transaction.on_commit(partial(empty_film.enqueue, str(film.pk)))
    film.refresh_from_db()
    return changed


def unblock_film(film: Film) -> bool:
    """Let a film be watched again that was blocked for a time; says whether it was."""
    changed = block.unblock(film.pk)
    film.refresh_from_db()
    return changed


def remove_film(film: Film) -> bool:
    """Remove a film with everything made from it; says whether there was one."""
    return _remove.remove(film.pk)


def sweep() -> int:
    """Take up what was let fall, clear what nobody needs; says how much was enqueued."""
    _work.release_expired()
    woken = wake()
    _sweep.clear_retired()
    _sweep.finish_removals()
    _sweep.clear_scratch()
    for film_id in block.to_empty():
        empty_film.enqueue(str(film_id))
    keep_captions_left_out()
    return woken + sweep_reception() + sweep_live()
