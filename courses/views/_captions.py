"""What the pages about captions share: whose they are, what is there, and the words of the editor's script."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.domain.films.captions import Place, Reached, reach
from elearn.people.api import account_of, addressed
from elearn.web.templatetags.korpu import spoken_language
from media_pipeline.models import CaptionTrack


def reached(request: HttpRequest, film_id: UUID) -> Reached:
    """The film, for who may work on its captions; for everybody else it is not there."""
    found = reach(account_of(request), film_id)
    if found is None:
        raise Http404
    return found


def track_of(found: Reached, language: str) -> CaptionTrack:
    """The captions of a film in a language, which somebody has begun."""
    for track in films.caption_tracks(found.film):
        if track.language == language:
            return track
    raise Http404


def page(found: Reached, track: CaptionTrack | None = None, **more: Any) -> dict[str, Any]:
    """Give what every page about captions says: of what film, for whom, and the way back."""
    facts: dict[str, Any] = {"found": found, "film": found.film, "title": found.title, "back": _back(found)}
    if found.elder:
        facts["elder"] = addressed(found.elder)
    if track:
        named = {"language": spoken_language(track.language), "title": found.title}
        words = _("Translation into %(language)s: %(title)s") if is_translation(found, track.language) else ""
        facts |= {
            "track": track,
            "heading": (words or _("Captions in %(language)s: %(title)s")) % named,
            "is_translation": bool(words),
        }
    return facts | more


def is_translation(found: Reached, language: str) -> bool:
    """Whether captions are in another language than the one spoken."""
    return found.film.language not in ("", language)


def _back(found: Reached) -> dict[str, str]:
    """Where somebody comes from: the film as they know it."""
    contribution = found.contribution
    if contribution is None:
        return {"url": reverse("caption_tracks:index"), "words": _("Captions")}
    if found.place == Place.TEACHER:
        return {"url": reverse("courses:film", args=[contribution.pk]), "words": found.title}
    if found.place == Place.HELPER:
        return {
            "url": reverse("courses:captions_helping", args=[contribution.person.key]),
            "words": _("Captions of their videos"),
        }
    if found.place == Place.TYPIST:
        return {"url": reverse("courses:webinar", args=[found.film.broadcast.webinar.pk]), "words": found.title}
    return {"url": reverse("courses_admin:video", args=[contribution.pk]), "words": found.title}


def editor(found: Reached, track: CaptionTrack, lines: list[Any]) -> dict[str, Any]:
    """Give the settings of the editor's script."""
    address = [track.film_id, track.language]
    return {
        "address": reverse("courses:captions_save", args=address),
        # A tablet may be shared: each sees only what they typed themself.
        "owner": str(found.account.person.key),
        "track": track.pk,
        "revision": track.revision,
        "language": track.language,
        "duration": found.film.duration_ms,
        "lines": [line.as_json() for line in lines],
        "original": _original(found, track),
        "playlist": films.playback(found.film).playlist,
        "limits": films.caption_limits(),
        "words": editor_words(),
    }


def _original(found: Reached, track: CaptionTrack) -> list[dict[str, Any]] | None:
    """Give what is said in the film, beside its translation."""
    if not is_translation(found, track.language):
        return None
    for other in films.caption_tracks(found.film):
        if other.language == found.film.language:
            return [line.as_json() for line in films.caption_cues(other)]
    return None


def number_in(text: object, otherwise: int) -> int:
    """Read a number a form sends back; anything else is `otherwise`."""
    return int(str(text)) if re.fullmatch(r"[0-9]{1,9}", str(text)) else otherwise


def saved_at() -> str:
    return date_format(timezone.localtime(), "H:i")


def editor_words() -> dict[str, str]:
    """What the editor says, in the active language. Its script fills in names in braces."""
    phone = {"phone": settings.HELP_PHONE}
    return {
        "line": _("Line {number}, from {from} to {to}"),
        "next_line": _("What is said from {from} to {to}?"),
        "card_next": _("Next"),
        "card_skip": _("Nobody speaks here, go on"),
        "play": _("Play"),
        "stop": _("Stop"),
        "saving": _("Saving …"),
        "saved": _("Saved at {time}."),
        "waiting": _("There is no connection now. What you typed is kept on this device and is saved by itself later."),
        "signed_out": _("Not saved yet."),
        "signed_out_do": _(
            "You have been signed out. What you typed is kept on this device. Please sign in again in another "
            "window, then go on here."
        ),
        "refused": _("Not saved."),
        "refused_do": _("This could not be saved. What you typed is kept on this device. Please call us: %(phone)s.")
        % phone,
        "merged": _("Somebody else is working on these captions too. What they did is here now."),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "split": _("The line was split."),
        "split_where": _("Please put the cursor between two words, then press “Split here” again."),
        "joined": _("The lines were joined."),
        "join_long": _("Together these lines would be too long for the screen."),
        "removed": _("The line was deleted. “Undo” brings it back."),
        "no_room": _("There is no room for a line here. Please split this line instead."),
        "shifted": _("Moved lines: {number}."),
        "shift_none": _("Please write by how many seconds, and go to a line first."),
        "conflict_at": _("From {from} to {to}"),
        "conflict_gone": _("(the line was deleted)"),
        "conflict_empty": _("(no words)"),
        "conflict_times": _("from {from} to {to}"),
        **{f"wrong_{code}": words for code, words in films.warning_words().items()},
    }
