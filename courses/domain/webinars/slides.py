"""Slides of a webinar: brought as a PDF, shown one at a time, the same to everybody who watches.

The pictures belong to the webinar's film: they are seen at its addresses and go when it goes.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

import media_pipeline.api as films
from courses.errors import NoSuchSlide, WebinarOver
from courses.models import Audience, LiveEvent, Webinar, WebinarSlide, WebinarState
from elearn.history.api import Kind, note
from elearn.people.models import Account
from media_pipeline.models import BroadcastState, Film

from . import events, states

__all__ = ["address", "describe_slide", "described", "kept", "listed", "remove_slides", "show_slide", "take_slides"]

NONE = {"number": 0, "src": "", "width": 0, "height": 0, "text": ""}
LONGEST = 2000  # characters of a description
OPEN = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)


def take_slides(webinar: Webinar, pdf: Path, *, by: Account) -> int:
    """Make the pages of a PDF the slides of a webinar, in place of those it had; says how many there are.

    Raises WebinarOver, films.SlidesUnfit (its words may be shown) and OSError when there is no room.
    """
    if webinar.state not in OPEN:
        raise WebinarOver
    mark = token_hex(4)
    made = films.make_slides(states.broadcast_of(webinar).film, pdf, mark=mark)
    rows = [
        WebinarSlide(
            webinar=webinar,
            number=page.number,
            file=page.key,
            width=page.width,
            height=page.height,
            text=fit(page.text),
        )  # fmt: skip
        for page in made
    ]
    try:
        with transaction.atomic():
            _replace(webinar, rows, folder=mark, by=by)
    except BaseException:
        films.drop_slides([page.key for page in made])
        raise
    return len(rows)


def remove_slides(webinar: Webinar, *, by: Account) -> None:
    """Let a webinar have no slides."""
    with transaction.atomic():
        _replace(webinar, [], folder="", by=by)


def _replace(webinar: Webinar, rows: list[WebinarSlide], *, folder: str, by: Account) -> None:
    held = Webinar.objects.select_for_update(no_key=True).get(pk=webinar.pk)
    if held.state not in OPEN:
        raise WebinarOver
    before = list(held.slides.values_list("file", flat=True))
    held.slides.all().delete()
    WebinarSlide.objects.bulk_create(rows)
    Webinar.objects.filter(pk=webinar.pk).update(slides_folder=folder, slide=0)
    webinar.slides_folder, webinar.slide = folder, 0
    note(Kind.SLIDES_TAKEN, who=by.person.key, subject=f"webinar:{webinar.pk}", slides=len(rows))
    if held.slide:
        events.publish(webinar, "slide", {**NONE, "of": len(rows), "at_ms": _now_ms(held)}, to=_who(held))
    events.publish(webinar, "slides", {"of": len(rows)}, to="hosts")
    transaction.on_commit(lambda: films.drop_slides(before))


@transaction.atomic
def show_slide(webinar: Webinar, number: int, *, by: Account) -> None:
    """Show a slide to everybody; 0 shows none. Pressed twice it is shown once. Raises NoSuchSlide, WebinarOver."""
    held = Webinar.objects.select_for_update(no_key=True).get(pk=webinar.pk)
    if held.state not in OPEN:
        raise WebinarOver
    slide = held.slides.filter(number=number).first()
    if number and slide is None:
        raise NoSuchSlide
    webinar.slide = number
    if held.slide == number:
        return
    Webinar.objects.filter(pk=webinar.pk).update(slide=number)
    at_ms, of = _now_ms(held), held.slides.count()
    if slide and is_seen(held):
        WebinarSlide.objects.filter(pk=slide.pk).update(shown_ms=[*slide.shown_ms, at_ms])
    said = described(slide, of=of, film=_film(held)) if slide else {**NONE, "of": of}
    events.publish(webinar, "slide", {**said, "at_ms": at_ms}, to=_who(held))


@transaction.atomic
def describe_slide(webinar: Webinar, number: int, text: str, *, by: Account) -> None:
    """Say what is on a slide, for who does not see it. Raises NoSuchSlide, WebinarOver."""
    held = Webinar.objects.select_for_update(no_key=True).get(pk=webinar.pk)
    if held.state not in OPEN:
        raise WebinarOver
    slide = held.slides.filter(number=number).first()
    if slide is None:
        raise NoSuchSlide
    slide.text = fit(text)
    slide.save(update_fields=["text"])
    note(Kind.SLIDE_DESCRIBED, who=by.person.key, subject=f"webinar:{webinar.pk}", slide=number)
    if held.slide == number:
        said = described(slide, of=held.slides.count(), film=_film(held))
        events.publish(webinar, "slide", {**said, "at_ms": _now_ms(held)}, to=_who(held))
    events.publish(webinar, "slides", {"of": held.slides.count()}, to="hosts")


def fit(text: str) -> str:
    """Give the words of a slide as they are kept; a NUL, which a PDF may carry as well, no database takes."""
    return text.replace("\x00", "").strip()[:LONGEST]


def _who(webinar: Webinar) -> Literal["everyone", "hosts"]:
    """Who is told: a slide that is shown in a rehearsal, or in a pause, is nobody else's business."""
    return "everyone" if is_seen(webinar) else "hosts"


def is_seen(webinar: Webinar) -> bool:
    """Say whether everybody sees the studio now, and the slide with it."""
    return webinar.broadcast is not None and webinar.broadcast.state == BroadcastState.ON_AIR


def seen(webinar: Webinar) -> int:
    """Give the number of the slide that everybody sees; in a pause the one that was up when it began."""
    if is_seen(webinar):
        return webinar.slide
    last = _told(webinar).order_by("-number").values_list("data", flat=True).first()
    return last["number"] if last else 0


def goes_on(webinar: Webinar) -> None:
    """Show everybody the slide of the moment, as it goes on air or on after a pause. The caller holds the log."""
    slide, of, at_ms = webinar.slides.filter(number=webinar.slide).first(), webinar.slides.count(), _now_ms(webinar)
    if slide is None and not _told(webinar).exists():
        return
    if slide:
        WebinarSlide.objects.filter(pk=slide.pk).update(shown_ms=[*slide.shown_ms, at_ms])
    said = described(slide, of=of, film=_film(webinar)) if slide else {**NONE, "of": of}
    events.publish(webinar, "slide", {**said, "at_ms": at_ms})


def _told(webinar: Webinar) -> QuerySet[LiveEvent]:
    return LiveEvent.objects.filter(webinar=webinar, name="slide", audience=Audience.EVERYONE)


def address(slide: WebinarSlide, *, film: Film | None = None) -> str:
    """Where the picture of a slide can be seen; "" when the film was taken back. `film` spares the queries."""
    film = film or _film(slide.webinar)
    return films.slide_address(film, slide.file) if film else ""


def described(slide: WebinarSlide, *, of: int, film: Film | None = None) -> dict[str, Any]:
    """Say of a slide what a page needs to show it: its number of so many, its picture, and its words."""
    return {
        "number": slide.number,
        "of": of,
        "src": address(slide, film=film),
        "width": slide.width,
        "height": slide.height,
        "text": slide.text,
    }


def listed(webinar: Webinar) -> list[dict[str, Any]]:
    """Describe all slides of a webinar, in order; the same few queries however many."""
    film, rows = _film(webinar), list(webinar.slides.all())
    return [described(slide, of=len(rows), film=film) for slide in rows]


def kept(of: Collection[Film]) -> Iterable[str]:
    """Name the pictures of slides that lie with some films, for who collects what nobody names."""
    return WebinarSlide.objects.filter(webinar__broadcast__film__in=of).order_by().values_list("file", flat=True)


def _film(webinar: Webinar) -> Film | None:
    return webinar.broadcast.film if webinar.broadcast else None


def _now_ms(webinar: Webinar) -> int:
    return films.on_air_ms(webinar.broadcast) if webinar.broadcast else 0
