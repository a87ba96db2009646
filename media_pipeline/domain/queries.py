"""Questions about a film: how far it is, in words; what can be watched; at which addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from media_pipeline import limits, tokens
from media_pipeline.errors import NotPlayable
from media_pipeline.ffmpeg.playlist import Variant, master
from media_pipeline.models import Film, FilmState, Refusal, Rendition

from .tracks import described_sound

__all__ = [
    "FILMS",
    "PURPOSE",
    "FilmStatus",
    "Playback",
    "PosterChoice",
    "base_of",
    "master_playlist",
    "playback",
    "poster",
    "site_base_of",
    "sizes_of",
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
_BEING_PREPARED = (
    FilmState.RECEIVING, FilmState.RECEIVED, FilmState.CHECKING, FilmState.QUEUED, FilmState.ENCODING,
)  # fmt: skip
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


@dataclass(frozen=True)
class PosterChoice:
    """A picture that can stand for a film, and whether it does."""

    name: str
    address: str
    is_shown: bool


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
    if playable and state in _BEING_PREPARED:
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
    base = base_of(film, seconds=seconds)
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
    return f"{base_of(film, seconds=seconds)}{film.poster.rpartition('/')[2]}"


def base_of(film: Film, *, seconds: int = limits.SIGNED_SECONDS) -> str:
    """What the addresses of a film's files begin with: on this site, or where films are read from."""
    return f"{limits.films_address()}{site_base_of(film, seconds=seconds)}"


def site_base_of(film: Film, *, seconds: int = limits.SIGNED_SECONDS) -> str:
    """The same on this site always."""
    token = tokens.sign(PURPOSE, film.pk.hex, seconds, align=limits.window())
    return f"{FILMS}{token}/{film.pk.hex}/"


def master_playlist(film: Film, *, prefix: str = "") -> str:
    """The master playlist of what is live, its URIs after `prefix`. Raises NotPlayable."""
    live = _live(film)
    if not live:
        raise NotPlayable(str(film.pk))
    sound = _sound(live)
    pictures = [_variant(row) for row in live if row.kind != Rendition.Kind.AUDIO]
    return master(
        pictures,
        sound=_variant(sound) if sound else None,
        described=_described(film, live) if sound else None,
        prefix=prefix,
    )


def _described(film: Film, live: list[Rendition]) -> Variant | None:
    """The sound of the film that describes this one, at an address that opens that film."""
    row = described_sound(film, live)
    address = playback(row.film).audio_only if row else None
    return replace(_variant(row), uri=address) if row and address else None


def _live(film: Film) -> list[Rendition]:
    return list(Rendition.objects.filter(film=film, film__blocked_at=None, is_live=True))


def _sound(live: list[Rendition]) -> Rendition | None:
    return next((row for row in live if row.kind == Rendition.Kind.AUDIO), None)


def _sizes(live: list[Rendition]) -> dict[str, int]:
    sound = _sound(live)
    with_sound = sound.bytes if sound else 0
    sizes = {row.label: row.bytes + (with_sound if row.kind != Rendition.Kind.AUDIO else 0) for row in live}
    return dict(sorted(sizes.items(), key=lambda item: item[1]))


def sizes_of(films: Iterable[Film]) -> dict[UUID, dict[str, int]]:
    """What watching each of these films costs, as `Playback.sizes`; one query for all, nothing for what cannot be."""
    live: dict[UUID, list[Rendition]] = {}
    keys = [film.pk for film in films]
    for row in Rendition.objects.filter(film__in=keys, film__blocked_at=None, is_live=True):
        live.setdefault(row.film_id, []).append(row)
    return {key: _sizes(rows) for key, rows in live.items()}


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
