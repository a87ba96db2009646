"""Questions about a film: how far it is, in words; what can be watched; at which addresses."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from media_pipeline import limits, tokens
from media_pipeline.errors import NotPlayable
from media_pipeline.ffmpeg.playlist import Variant, master
from media_pipeline.models import Film, FilmState, Refusal, Rendition

__all__ = [
    "FILMS",
    "PURPOSE",
    "FilmStatus",
    "Playback",
    "master_playlist",
    "playback",
    "poster",
    "status",
    "status_of_row",
]

FILMS = "/films/"
PURPOSE = "film"

_WORDS = {
    FilmState.RECEIVING: _("Your video is on its way to us."),
    FilmState.RECEIVED: _("Your video has arrived. We are about to look at it."),
    FilmState.CHECKING: _("Your video has arrived. We are looking at it."),
    FilmState.QUEUED: _("Your video is waiting to be prepared. You can leave this page."),
    FilmState.ENCODING: _("Your video is being prepared. You can leave this page."),
    FilmState.READY: _("Your video is ready."),
    FilmState.REFUSED: _("We cannot use this video."),
    FilmState.FAILED: _("Something went wrong on our side. Your video is safe and we are looking into it."),
    FilmState.BLOCKED: _("This video was taken back."),
}
_WATCHABLE = _("You can watch your video now. Smaller versions for phones are being prepared.")


@dataclass(frozen=True)
class FilmStatus:
    """How far a film is. `percent` of the preparing, 0–100; sizes in bytes, as `Playback.sizes`."""

    state: str
    percent: int
    words: str
    refusal_words: str
    playable: bool
    ready: bool
    duration_ms: int
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Playback:
    """Signed addresses to watch a film at, and what each version costs.

    `sizes` is label → bytes to see all of it ("360p" with its sound, "audio" alone), smallest
    first.
    """

    playlist: str
    poster: str
    duration_ms: int
    sizes: dict[str, int]
    audio_only: str | None


def status(film: Film) -> FilmStatus:
    """How far a film is, from its row as it is now."""
    film = Film.objects.get(pk=film.pk)
    known = status_of_row(film)
    return replace(known, sizes=_sizes(_live(film))) if known.playable else known


def status_of_row(film: Film) -> FilmStatus:
    """How far a film is by a row just read, for lists: no query, and no sizes."""
    state = FilmState(film.state)
    playable = film.playable_at is not None and film.blocked_at is None
    words = _WORDS[state]
    if playable and state in (FilmState.QUEUED, FilmState.ENCODING):
        words = _WATCHABLE
    return FilmStatus(
        state=film.state,
        percent=film.percent,
        words=str(words),
        refusal_words=str(Refusal(film.refusal).label) if film.refusal else "",
        playable=playable,
        ready=state == FilmState.READY,
        duration_ms=film.duration_ms,
    )


def playback(film: Film, *, seconds: int = limits.SIGNED_SECONDS) -> Playback:
    """Addresses that open a film, as its row is now, for at least `seconds`. Raises NotPlayable."""
    film = Film.objects.get(pk=film.pk)
    live = _live(film)
    if not live:
        raise NotPlayable(str(film.pk))
    token = tokens.sign(PURPOSE, film.pk.hex, seconds, align=limits.SIGNED_ALIGN)
    base = f"{FILMS}{token}/{film.pk.hex}/"
    sound = _sound(live)
    return Playback(
        playlist=f"{base}master.m3u8",
        poster=f"{base}{film.poster.rpartition('/')[2]}" if film.poster else "",
        duration_ms=film.duration_ms,
        sizes=_sizes(live),
        audio_only=f"{base}{sound.folder}/index.m3u8" if sound else None,
    )


def poster(film: Film, *, seconds: int = limits.SIGNED_SECONDS) -> str:
    """Address of a film's poster, or "". Asks the database nothing: for lists."""
    if not film.poster or film.blocked_at:
        return ""
    token = tokens.sign(PURPOSE, film.pk.hex, seconds, align=limits.SIGNED_ALIGN)
    return f"{FILMS}{token}/{film.pk.hex}/{film.poster.rpartition('/')[2]}"


def master_playlist(film: Film, *, prefix: str = "") -> str:
    """The master playlist of what is live, its URIs after `prefix`. Raises NotPlayable."""
    live = _live(film)
    if not live:
        raise NotPlayable(str(film.pk))
    sound = _sound(live)
    pictures = [_variant(row) for row in live if row.kind != Rendition.Kind.AUDIO]
    return master(pictures, sound=_variant(sound) if sound else None, prefix=prefix)


def _live(film: Film) -> list[Rendition]:
    return list(Rendition.objects.filter(film=film, film__blocked_at=None, is_live=True))


def _sound(live: list[Rendition]) -> Rendition | None:
    return next((row for row in live if row.kind == Rendition.Kind.AUDIO), None)


def _sizes(live: list[Rendition]) -> dict[str, int]:
    sound = _sound(live)
    with_sound = sound.bytes if sound else 0
    sizes = {row.label: row.bytes + (with_sound if row.kind != Rendition.Kind.AUDIO else 0) for row in live}
    return dict(sorted(sizes.items(), key=lambda item: item[1]))


def _variant(row: Rendition) -> Variant:
    return Variant(
        uri=f"{row.folder}/index.m3u8",
        width=row.width,
        height=row.height,
        frame_rate=row.frame_rate,
        bandwidth=row.bandwidth,
        average_bandwidth=row.average_bandwidth,
        codecs=row.codecs,
    )
