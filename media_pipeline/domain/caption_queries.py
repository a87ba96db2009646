"""Questions about captions: what learners see, what was said, what waits, how a track came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from media_pipeline import limits
from media_pipeline.captions.cue import Cue
from media_pipeline.captions.files import write_vtt
from media_pipeline.models import CaptionRevision, CaptionTrack, Film

from .caption import cues_in, newest
from .queries import site_base_of

__all__ = [
    "ShownCaptions",
    "Transcript",
    "cues_of",
    "has_reviewed",
    "history",
    "said_in",
    "shown",
    "tracks_of_film",
    "transcript",
    "vtt_of",
    "waiting",
]


@dataclass(frozen=True)
class ShownCaptions:
    """Captions that can be watched with, and the signed address of their WebVTT on this site."""

    language: str
    is_machine: bool
    is_translation: bool
    revision: int
    address: str


@dataclass(frozen=True)
class Transcript:
    """What is said in a film as lines with times."""

    language: str
    is_machine: bool
    lines: list[Cue]

    @property
    def text(self) -> str:
        """All of it as one text."""
        return " ".join(cue.text.replace("\n", " ") for cue in self.lines)


def tracks_of_film(film: Film) -> list[CaptionTrack]:
    """All tracks of a film, the spoken language first."""
    rows = CaptionTrack.objects.filter(film=film).select_related("film", "public")
    return sorted(rows, key=lambda track: (track.is_translation, track.language))


def shown(film: Film, *, seconds: int = limits.SIGNED_SECONDS) -> list[ShownCaptions]:
    """What people can watch a film with, the spoken language first. Nothing while it is blocked."""
    base = site_base_of(film, seconds=seconds)
    return [
        ShownCaptions(
            language=track.language,
            is_machine=track.public.reviewed_at is None,
            is_translation=track.is_translation,
            revision=track.public.number,
            address=f"{base}captions-{track.pk}-{track.public.number}.vtt",
        )
        for track in _public_of(film, with_cues=False)
        if track.public
    ]


def transcript(film: Film, language: str = "") -> Transcript | None:
    """What is said, in a language or else the spoken one, as far as people may see it."""
    tracks = _public_of(film, with_cues=True)
    wanted = [track for track in tracks if track.language == language or (not language and not track.is_translation)]
    for track in wanted:
        if track.public:
            lines = [cue for cue in cues_in(track.public) if cue.text]
            return Transcript(track.language, track.public.reviewed_at is None, lines)
    return None


def said_in(films: Sequence[UUID]) -> dict[UUID, list[Transcript]]:
    """What is said in some films, in all languages people may see: film → transcripts. One query, for the search."""
    rows = CaptionTrack.objects.filter(film__in=films, film__blocked_at=None, public__isnull=False)
    said: dict[UUID, list[Transcript]] = {}
    for track in rows.select_related("public").order_by("pk"):
        revision = track.public
        assert revision  # noqa: S101 - asked for
        lines = [cue for cue in cues_in(revision) if cue.text]
        said.setdefault(track.film_id, []).append(Transcript(track.language, revision.reviewed_at is None, lines))
    return said


def _public_of(film: Film, *, with_cues: bool) -> list[CaptionTrack]:
    rows = CaptionTrack.objects.filter(film=film, film__blocked_at=None, public__isnull=False)
    rows = rows.select_related("film", "public")
    if not with_cues:
        rows = rows.defer("public__cues")
    return sorted(rows, key=lambda track: (track.is_translation, track.language))


def has_reviewed(film: Film) -> bool:
    """Whether people can watch a film with reviewed captions in the language spoken in it."""
    spoken = CaptionTrack.objects.filter(film=film, language=film.language, public__reviewed_at__isnull=False)
    return bool(film.language) and spoken.exists()


def vtt_of(film_id: UUID, track_id: int) -> tuple[int, str] | None:
    """The number and the WebVTT of what people may see of a track, if it is of this film."""
    found = CaptionRevision.objects.filter(
        track=track_id, track__film=film_id, track__public=F("pk"), track__film__blocked_at=None
    ).first()
    return (found.number, write_vtt(cues_in(found))) if found else None


def waiting() -> QuerySet[CaptionTrack]:
    """Tracks that were handed in, the longest waiting first, trials not among them."""
    rows = CaptionTrack.objects.filter(handed_in_at__isnull=False, film__is_check=False, film__blocked_at=None)
    return rows.select_related("film", "handed_in_by").order_by("handed_in_at", "pk")


def history(track: CaptionTrack) -> QuerySet[CaptionRevision]:
    """How a track came to be, the newest first, without the words."""
    return track.revisions.select_related("author", "reviewed_by").defer("cues").order_by("-number")


def cues_of(track: CaptionTrack, number: int | None = None) -> list[Cue]:
    """The cues of a revision, or of the newest. Raises CaptionRevision.DoesNotExist."""
    if number is None:
        return cues_in(newest(track))
    return cues_in(CaptionRevision.objects.get(track=track, number=number))
