"""A teacher gives a film: begun, recorded or uploaded, described, sent for review, taken back.

The film itself is the media pipeline's; here is what the teacher does with it and what they are told.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import CannotTakeBack, NotReadyToSend
from courses.models import Contribution, ContributionState, TopicPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Person
from media_pipeline.models import FilmState, Refusal, Take

# May still be taken back by the teacher alone; a published film is taken down together with us.
STILL_MINE = (ContributionState.DRAFT, ContributionState.SENT, ContributionState.ANOTHER_TAKE)
# What of a film may be told, in this order; the later replaces the earlier.
PLAYABLE, READY, REFUSED, FAILED = "playable", "ready", "refused", "failed"
_EARLIER = {
    PLAYABLE: [""],
    READY: ["", PLAYABLE, FAILED],
    REFUSED: ["", PLAYABLE, FAILED],
    FAILED: ["", PLAYABLE],
}


def contributions_of(person: Person) -> QuerySet[Contribution]:
    """A teacher's films, newest first, without those taken back."""
    mine = Contribution.objects.filter(person=person).exclude(state=ContributionState.WITHDRAWN)
    return mine.select_related("film", "topic", "lesson").order_by("-created_at", "-pk")


def unfinished(person: Person, *, is_recording: bool) -> list[Contribution]:
    """Drafts whose film has not come in, newest first."""
    drafts = contributions_of(person).filter(
        state=ContributionState.DRAFT, is_recording=is_recording, film__state=FilmState.RECEIVING
    )
    return [draft for draft in drafts if not films.has_come_in(draft.film)]


@transaction.atomic
def begin_contribution(
    person: Person, *, is_recording: bool, language: str = "", is_check: bool = False
) -> Contribution:
    """Begin a film of a teacher; an empty draft that lies there already is used again."""
    for draft in unfinished(person, is_recording=is_recording):
        if not films.has_begun(draft.film) and draft.film.is_check == is_check:
            return draft
    film = films.open_film(is_check=is_check)
    return Contribution.objects.create(
        person=person,
        film=film,
        is_recording=is_recording,
        language=language or person.language,
    )


@transaction.atomic
def begin_take(person: Person, *, key: UUID, mime: str) -> tuple[Contribution, Take]:
    """Begin a take with the key its recorder chose, or give the one begun before.

    Raises media_pipeline.api.TakeClosed when the key is somebody else's.
    """
    for draft in contributions_of(person).filter(film__takes__pk=key):
        if take := films.take_of(draft.film, key):
            return draft, take
    draft = begin_contribution(person, is_recording=True)
    return draft, films.open_take(draft.film, mime=mime, key=key)


@transaction.atomic
def send_take(contribution: Contribution, take: Take, expected: dict[int, int]) -> None:
    """Say that a take is complete. Raises what media_pipeline.api.send_take raises."""
    if films.send_take(take, expected):
        _note(Kind.RECORDED, contribution)


@transaction.atomic
def describe(
    contribution: Contribution,
    *,
    title: str,
    language: str,
    topic: TopicPage | None,
    permission_text: str,
) -> Contribution:
    """Note what a film is about, and the permission to publish in the words that were agreed to ("" for none)."""
    contribution.title, contribution.language, contribution.topic = title, language, topic
    contribution.permission_text = permission_text
    contribution.permitted_at = timezone.now() if permission_text else None
    contribution.save(
        update_fields=[
            "title", "language", "topic", "permission_text", "permitted_at", "changed_at",
        ]
    )  # fmt: skip
    films.name_film(contribution.film, title)
    return contribution


@transaction.atomic
def send_for_review(contribution: Contribution) -> Contribution:
    """Hand a described film to the coordinators. A second time changes nothing. Raises NotReadyToSend."""
    if contribution.state == ContributionState.SENT:
        return contribution
    if wanting := _wanting(contribution):
        raise NotReadyToSend(wanting)
    sent = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.DRAFT).update(
        state=ContributionState.SENT, sent_at=timezone.now()
    )
    contribution.refresh_from_db()
    if sent:
        _note(Kind.SENT_FOR_REVIEW, contribution)
        _tell("film_received", contribution)
    return contribution


def _wanting(contribution: Contribution) -> str:
    """What keeps a film from being sent, in words; "" when nothing does."""
    if not contribution.title.strip():
        return _("Please give the video a title.")
    if not contribution.permitted_at:
        return _("We can show the video only with your permission.")
    contribution.film.refresh_from_db()
    if contribution.film.state == FilmState.REFUSED:
        return str(Refusal(contribution.film.refusal).label)
    if not films.has_come_in(contribution.film):
        return _("The video has not come in completely. Please finish sending it first.")
    return ""


@transaction.atomic
def withdraw(contribution: Contribution) -> Contribution:
    """Take a film back that is not published. Its files are removed afterwards. Raises CannotTakeBack."""
    changed = Contribution.objects.filter(pk=contribution.pk, state__in=STILL_MINE).update(
        state=ContributionState.WITHDRAWN
    )
    contribution.refresh_from_db()
    if changed:
        _note(Kind.FILM_WITHDRAWN, contribution)
    elif contribution.state != ContributionState.WITHDRAWN:
        raise CannotTakeBack
    return contribution


def withdrawn() -> QuerySet[Contribution]:
    """Films taken back whose files are still to be removed."""
    return Contribution.objects.filter(state=ContributionState.WITHDRAWN).select_related("film")


@transaction.atomic
def film_changed(film_id: UUID, state: str) -> bool:
    """Note and tell what has become of a film, each thing once; says whether there was news."""
    mine = Contribution.objects.filter(film_id=film_id).exclude(state=ContributionState.WITHDRAWN)
    contribution = mine.select_related("person", "film").first()
    if contribution is None or state not in _EARLIER:
        return False
    if not mine.filter(told__in=_EARLIER[state]).update(told=state):
        return False
    if contribution.told == "" and not contribution.is_recording:
        _note(Kind.UPLOADED, contribution)
    if state == READY:
        _note(Kind.FILM_READY, contribution)
        _tell("film_ready", contribution)
    elif state == REFUSED:
        _note(Kind.FILM_REFUSED, contribution, reason=contribution.film.refusal)
        with translation.override(contribution.person.language):
            words = str(Refusal(contribution.film.refusal).label)
        _tell("film_refused", contribution, reason=words)
    return True


def tell_what_was_missed() -> int:
    """Tell what a crash between a film's change and its signal left untold; says how much that was."""
    finished = {READY: FilmState.READY, REFUSED: FilmState.REFUSED}
    missed = 0
    for state, film_state in finished.items():
        untold = Contribution.objects.filter(film__state=film_state, told__in=_EARLIER[state])
        for film_id in untold.exclude(state=ContributionState.WITHDRAWN).values_list("film", flat=True):
            missed += film_changed(film_id, state)
    return missed


def _note(kind: Kind, contribution: Contribution, **facts: str) -> None:
    note(
        kind,
        who=contribution.person.key,
        subject=f"film:{contribution.film_id}",
        is_check=contribution.film.is_check,
        language=contribution.language,
        **facts,
    )


def _tell(kind: str, contribution: Contribution, **facts: str) -> None:
    tell(
        contribution.person,
        kind,
        key=f"{kind}:{contribution.pk}",
        facts={
            "title": contribution.title,
            "address": reverse("courses:film", args=[contribution.pk]),
            **facts,
        },
    )
