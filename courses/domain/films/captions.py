"""Captions of teachers' films: who may work on them, and what is noted when they do. The words are the engine's.

The teacher of a film, the helper of their choice who may record for them, coordinators, and of a webinar who typed its
live captions. For others the captions are not there. Asked at each deed again, in its transaction: a helper who was
ended a moment ago saves nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import MayNotCaption
from courses.models import UNLISTED, Contribution, Webinar
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Consent, ConsentState, Did, Person, Role, Scope
from media_pipeline.models import CaptionTrack, Film

from ..hidden import held_among, is_film_hidden
from .caption_excuse import is_theirs
from .consents import own_consent, subject_of

MAY_CORRECT = "media_pipeline.change_captiontrack"
_NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


class Place(StrEnum):
    """As what somebody works on captions."""

    TEACHER = "teacher"
    HELPER = "helper"
    TYPIST = "typist"  # of the webinar that the film is a recording of
    STAFF = "staff"


@dataclass(frozen=True)
class Reached:
    """A film whose captions somebody may work on, and as what. Films of staff have no contribution."""

    film: Film
    account: Account
    place: Place
    contribution: Contribution | None = None

    @property
    def title(self) -> str:
        named = self.contribution.title if self.contribution else self.film.title
        return named or _("Video")

    @property
    def elder(self) -> Person | None:
        """Whom a helper works for."""
        return self.contribution.person if self.contribution and self.place == Place.HELPER else None

    @property
    def hands_in(self) -> bool:
        """Whether somebody else reviews what they did."""
        return self.place != Place.STAFF


def reach(account: Account, film_id: UUID) -> Reached | None:
    """Give a film whose captions somebody may work on now; None for everybody else, and for what nobody may see."""
    film = Film.objects.filter(pk=film_id, blocked_at=None, is_check=False).first()
    if film is None or not account.is_active or is_film_hidden(film):
        return None
    contribution = Contribution.objects.filter(film=film).select_related("person", "lesson").first()
    if contribution is None:
        return Reached(film, account, Place.STAFF) if account.has_perm(MAY_CORRECT) else None
    place = None if contribution.state in UNLISTED else _place(account, contribution)
    return Reached(film, account, place, contribution) if place else None


def _place(account: Account, contribution: Contribution) -> Place | None:
    elder = contribution.person
    if elder.pk == account.person_id:
        return Place.TEACHER if people.has_role(account, Role.ELDER) else None
    handed_over = Contribution.objects.filter(pk=contribution.pk).handed_over().exists()
    if people.is_helper_of(account.person_id, elder.pk):  # who is their chosen helper, only as that
        theirs = handed_over or contribution.recorded_by_id == account.person_id
        allowed = theirs and people.may_act(account, elder, Scope.RECORD) and not _is_refused(contribution)
        return Place.HELPER if allowed else None
    if handed_over and account.has_perm(MAY_CORRECT):
        return Place.STAFF
    return Place.TYPIST if _typed(account, contribution) and not _is_refused(contribution) else None


def _typed(account: Account, contribution: Contribution) -> bool:
    """Say whether somebody typed the captions of the webinar of a film, and may still type."""
    of_webinar = Webinar.objects.filter(broadcast__film=contribution.film_id, captioners=account.person_id)
    return of_webinar.filter(broadcast__cues__by=account).exists()


def for_helper(account: Account, elder: Person) -> list[Contribution]:
    """Give the films of an elder whose captions their helper may work on, newest first."""
    if not people.may_act(account, elder, Scope.RECORD):
        return []
    theirs = Q(pk__in=Contribution.objects.handed_over().values("pk")) | Q(recorded_by=account.person_id)
    rows = Contribution.objects.filter(theirs, person=elder, film__playable_at__isnull=False, film__blocked_at=None)
    rows = rows.exclude(state__in=UNLISTED).select_related("film", "person", "lesson")
    shown = list(rows.prefetch_related("film__caption_tracks").order_by("-created_at", "-pk"))
    held = held_among(shown)
    refused = set(consents_saying_no(elder))
    return [one for one in shown if one.pk not in held and subject_of(one.film) not in refused]


def consents_saying_no(elder: Person) -> QuerySet[Consent, str]:
    """Name the films about which somebody has said no themself."""
    rows = Consent.objects.filter(person=elder, is_own=True, state__in=_NO, subject__startswith="film:")
    return rows.values_list("subject", flat=True)


def _is_refused(contribution: Contribution) -> bool:
    consent = own_consent(contribution)
    return consent is not None and consent.state in _NO


# Deeds: each in one transaction with the asking, and with what is written down -----------------------------------
@transaction.atomic
def open_track(reached: Reached, language: str) -> CaptionTrack:
    """Begin captions in a language, or give those that are there. Raises MayNotCaption."""
    _act(reached)
    return films.open_captions(reached.film, language, by=reached.account)


@transaction.atomic
def save(reached: Reached, track: CaptionTrack, changes: list[Any], *, base: int) -> "films.Saved":
    """Save what was typed; with no changes, only look whether there are others'.

    Raises MayNotCaption, and CaptionsInvalid for what can be no captions.
    """
    _act(reached, notes=bool(changes))
    return films.save_captions(track, changes, base=base, by=reached.account)


@transaction.atomic
def take_file(reached: Reached, track: CaptionTrack, data: bytes, *, base: int) -> "films.Imported":
    """Put the captions of a file in the place of all lines. Raises MayNotCaption, CaptionsInvalid, CaptionsChanged."""
    _act(reached)
    return films.import_captions(track, data, base=base, by=reached.account)


@transaction.atomic
def restore(reached: Reached, track: CaptionTrack, number: int, *, base: int) -> None:
    """Make an earlier version the newest one. Raises MayNotCaption and CaptionsChanged."""
    _act(reached)
    films.restore_captions(track, number, base=base, by=reached.account)


@transaction.atomic
def hand_in(reached: Reached, track: CaptionTrack) -> CaptionTrack:
    """Give captions to the coordinators. Raises MayNotCaption, and CaptionsUnfit while something is wanting."""
    _act(reached)
    handed_in = films.hand_in_captions(track, by=reached.account)
    _note(Kind.CAPTIONS_HANDED_IN, reached, handed_in)
    return handed_in


@transaction.atomic
def review(reached: Reached, track: CaptionTrack, *, revision: int) -> CaptionTrack:
    """Say that a version was read and is right; the teacher is told. Not about one's own film.

    Raises MayNotCaption, CaptionsChanged when it is not the newest version any more, and CaptionsUnfit.
    """
    now = reach(reached.account, reached.film.pk)
    if now is None or now.place != Place.STAFF or is_theirs(now.film, now.account):
        raise MayNotCaption
    reviewed = films.review_captions(track, revision=revision, by=reached.account)
    _note(Kind.CAPTIONS_REVIEWED, now, reviewed)
    if now.contribution:
        tell(
            now.contribution.person, "captions_reviewed", key=f"captions_reviewed:{track.pk}:{revision}",
            facts={"title": now.title, "language": track.language},
        )  # fmt: skip
    return reviewed


@transaction.atomic
def give_back(reached: Reached, track: CaptionTrack, *, words: str) -> CaptionTrack:
    """Say what is still to be done before captions are right; who handed them in and the teacher are told.

    Raises MayNotCaption: only coordinators do it, and only with what waits for them.
    """
    now = reach(reached.account, reached.film.pk)
    waiting = CaptionTrack.objects.select_related("handed_in_by__person").filter(pk=track.pk).first()
    if now is None or now.place != Place.STAFF or waiting is None or waiting.handed_in_at is None:
        raise MayNotCaption
    people_told = {
        one.pk: one for one in (_who_handed_in(waiting), now.contribution and now.contribution.person) if one
    }
    handed_in_at = waiting.handed_in_at
    given_back = films.return_captions(track)
    _note(Kind.CAPTIONS_GIVEN_BACK, now, given_back)
    for one in people_told.values():
        tell(
            one, "captions_given_back", key=f"captions_given_back:{track.pk}:{handed_in_at.timestamp()}:{one.pk}",
            facts={"title": now.title, "words": words, "address": reverse("courses:captions", args=[now.film.pk])},
        )  # fmt: skip
    return given_back


def _who_handed_in(track: CaptionTrack) -> Person | None:
    return track.handed_in_by.person if track.handed_in_by else None


def _act(reached: Reached, *, notes: bool = True) -> None:
    """Ask once more, now; what a helper does is written down. Raises MayNotCaption."""
    now = reach(reached.account, reached.film.pk)
    if now is None:
        raise MayNotCaption
    if now.elder is None or not notes:
        return
    try:
        people.act(
            now.account, now.elder, scope=Scope.RECORD, did=Did.CAPTIONED, subject=subject_of(now.film),
            title=now.title,
        )  # fmt: skip
    except MayNotAct as error:
        raise MayNotCaption from error


def _note(kind: Kind, reached: Reached, track: CaptionTrack) -> None:
    note(
        kind, who=reached.account.person.key, subject=f"film:{reached.film.pk}", language=track.language,
        revision=track.revision,
    )  # fmt: skip
