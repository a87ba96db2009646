"""How a film of a teacher stands, in words for the teacher: where it is, what we do, what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.models import Contribution, ContributionState
from media_pipeline.models import FilmState

from ..hidden import held_among, held_words
from .when import when_words


class Stage(StrEnum):
    """Where a film is between the camera and its viewers."""

    EMPTY = "empty"  # nothing has arrived: nobody needs to see it
    ARRIVING = "arriving"  # begun, not sent completely
    PREPARING = "preparing"  # ours to work on
    REFUSED = "refused"
    FAILED = "failed"
    TO_DESCRIBE = "to_describe"  # theirs to describe and send
    IN_REVIEW = "in_review"
    ANOTHER_TAKE = "another_take"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Standing:
    """A film and how it stands. `percent` is of the preparing; None when there is nothing to count."""

    contribution: Contribution
    stage: Stage
    words: str
    percent: int | None
    is_playable: bool
    is_moving: bool  # the page should ask again by itself
    has_come_in: bool
    duration_ms: int
    least_bytes: int = 0  # what watching it costs at least
    is_held: bool = False  # a concern hides it now
    when: str = ""  # when it can be watched and when it is ready, in words

    @property
    def seconds(self) -> float:
        return self.duration_ms / 1000

    @property
    def lesson_url(self) -> str:
        lesson = self.contribution.lesson
        return (lesson.url or "") if lesson and lesson.live and not self.is_held else ""

    @property
    def is_empty(self) -> bool:
        return self.stage == Stage.EMPTY

    @property
    def title(self) -> str:
        if self.contribution.title:
            return self.contribution.title
        return _("New recording") if self.contribution.is_recording else _("New video")

    @property
    def is_mine_to_describe(self) -> bool:
        """Whether the teacher still has to describe and send it, and can."""
        is_draft = self.contribution.state == ContributionState.DRAFT
        return is_draft and self.has_come_in and self.stage != Stage.REFUSED and not self.contribution.is_helped

    @property
    def may_withdraw(self) -> bool:
        return self.contribution.state != ContributionState.WITHDRAWN


def standing(contribution: Contribution) -> Standing:
    """Say how a film stands, with what watching it costs."""
    film = contribution.film
    arrival = films.arrivals([film])[film.pk]
    if not arrival.has_come_in:
        return _on_its_way(contribution, arrival)
    is_held = bool(held_among([contribution]))
    return _with_us(contribution, films.status(film), films.estimates([film]).get(film.pk), is_held=is_held)


def standings(contributions: Iterable[Contribution]) -> list[Standing]:
    """Say how each of many films stands, in as many queries as for one."""
    contributions = list(contributions)
    arrivals = films.arrivals([one.film for one in contributions])
    held = held_among(contributions)
    estimates = films.estimates([one.film for one in contributions])
    return [
        _with_us(one, films.status_of_row(one.film), estimates.get(one.film_id), is_held=one.pk in held)
        if (arrival := arrivals[one.film_id]).has_come_in
        else _on_its_way(one, arrival)
        for one in contributions
    ]


def _with_us(
    contribution: Contribution, engine: "films.FilmStatus", estimate: "films.Estimate | None", *, is_held: bool
) -> Standing:
    stage = _stage(contribution)
    is_moving = engine.state not in (FilmState.READY, FilmState.REFUSED, FilmState.FAILED)
    return Standing(
        contribution=contribution,
        stage=stage,
        words=held_words() if is_held else _words(contribution, stage, engine),
        percent=engine.percent if is_moving else None,
        is_playable=engine.playable,
        is_moving=is_moving,
        has_come_in=True,
        duration_ms=engine.duration_ms,
        least_bytes=min(engine.sizes.values(), default=0),
        is_held=is_held,
        when=when_words(estimate) if is_moving and not is_held else "",
    )


def _on_its_way(contribution: Contribution, arrival: "films.Arrival") -> Standing:
    stage, words = Stage.EMPTY, ""
    if arrival.has_begun:
        stage = Stage.ARRIVING
        words = _("This recording has not been sent yet.")
    if arrival.has_begun and arrival.percent is not None:
        words = _("%(percent)d %% of the video has arrived.") % {"percent": arrival.percent}
    return Standing(
        contribution=contribution,
        stage=stage,
        words=words,
        percent=arrival.percent,
        is_playable=False,
        is_moving=False,
        has_come_in=False,
        duration_ms=0,
    )


def _stage(contribution: Contribution) -> Stage:
    film, state = contribution.film, contribution.state
    if state == ContributionState.PLACED:
        return Stage.PUBLISHED
    if state == ContributionState.ANOTHER_TAKE:
        return Stage.ANOTHER_TAKE
    if film.state == FilmState.REFUSED:
        return Stage.REFUSED
    if film.state == FilmState.FAILED:
        return Stage.FAILED
    if state in (ContributionState.SENT, ContributionState.SECOND_PERSON):
        return Stage.IN_REVIEW
    return Stage.TO_DESCRIBE


def _words(contribution: Contribution, stage: Stage, engine: "films.FilmStatus") -> str:
    """One or two sentences: what is, and what comes next."""
    if stage == Stage.TO_DESCRIBE and contribution.is_helped:
        return _("Your helper has recorded this video with you and writes what it shows. Then we ask you.")
    if stage == Stage.TO_DESCRIBE and engine.ready:
        return _("Your video is ready. Please tell us what it shows and send it for review.")
    now = (
        _("Your video has arrived. We put its pieces together.")
        if engine.state == FilmState.RECEIVING and not engine.playable
        else engine.words
    )
    said = {
        Stage.REFUSED: engine.refusal_words,
        Stage.FAILED: _("Something went wrong on our side. Your video is kept, and we are looking into it."),
        Stage.IN_REVIEW: _("Our coordinator will watch your video and write to you."),
        Stage.ANOTHER_TAKE: _("We would be glad to have another recording from you."),
        Stage.PUBLISHED: _("Your video is published. Thank you!"),
    }
    if stage == Stage.IN_REVIEW and not engine.ready:
        return f"{now} {said[stage]}"
    return str(said.get(stage, now))
